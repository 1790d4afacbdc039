import type { Room } from './room.ts';

/** What a room is made by. */
export interface RoomPlan {
  /** Rooms of one key can stand for each other. */
  key: string;
  /** How what it was made from looks now: once that differs, it is made anew. */
  look: string;
  make: () => Promise<Room>;
}

/** A room in use. */
export interface RoomUse extends Room {
  /** Says that nothing will be started in it any more. */
  leave(): void;
}

interface Kept {
  look: string;
  room: Promise<Room>;
  users: number;
  /** No longer given out: closed when the last user leaves. */
  outdated: boolean;
}

/** Rooms kept at most while nobody uses them. */
const mostUnused = 8;

/** Keeps rooms, and makes them anew when what they were made from has changed. */
export class Rooms {
  readonly #rooms = new Map<string, Kept>();

  /** @throws what `make` throws */
  async enter({ key, look, make }: RoomPlan): Promise<RoomUse> {
    let kept = this.#rooms.get(key);
    if (kept?.look !== look) {
      if (kept) this.#outdate(kept);
      kept = { look, room: make(), users: 0, outdated: false };
    }
    // Set anew, so that it counts as the latest.
    this.#rooms.delete(key);
    this.#rooms.set(key, kept);
    const used = kept;
    used.users += 1;
    try {
      const room = await used.room;
      this.#forgetUnused();
      return { ...room, leave: () => this.#leave(used) };
    } catch (error) {
      if (this.#rooms.get(key) === used) this.#rooms.delete(key);
      throw error;
    }
  }

  /** Closes all; what is in use, when its last user leaves. */
  close(): void {
    for (const kept of this.#rooms.values()) this.#outdate(kept);
    this.#rooms.clear();
  }

  #leave(kept: Kept): void {
    kept.users -= 1;
    if (kept.outdated && kept.users === 0) closeLater(kept.room);
  }

  #outdate(kept: Kept): void {
    kept.outdated = true;
    if (kept.users === 0) closeLater(kept.room);
  }

  #forgetUnused(): void {
    for (const [key, kept] of this.#rooms) {
      if (this.#rooms.size <= mostUnused) return;
      if (kept.users > 0) continue;
      this.#rooms.delete(key);
      this.#outdate(kept);
    }
  }
}

/** A room that could not be made has nothing to close. */
function closeLater(room: Promise<Room>): void {
  room.then(
    (made) => made.close(),
    () => undefined,
  );
}
