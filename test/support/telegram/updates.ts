import type { Update } from 'grammy/types';
import { BotApiError } from './api-error.ts';

/** What is kept for the bot until it confirms it. */
export class Updates {
  #next = 1_000_001;
  #kept: Update[] = [];
  #waiting: { reject: (error: Error) => void; wake: () => void } | undefined;
  /** Undefined: all but the ones that must be asked for. */
  #allowed: string[] | undefined;
  webhook = '';

  /** Adds one; gives its id, or undefined where the bot does not take this kind. */
  push(update: Omit<Update, 'update_id'>, id = this.#next): number | undefined {
    const kind = Object.keys(update)[0]!;
    if (!this.#takes(kind)) return undefined;
    if (id === this.#next) this.#next += 1;
    this.#kept.push({ update_id: id, ...update });
    this.#waiting?.wake();
    return id;
  }

  /** Those that were not confirmed yet. */
  get pending(): readonly Update[] {
    return this.#kept;
  }

  /** Puts an update before all others once more, as when its confirmation was lost. */
  repeat(update: Update): void {
    this.#kept.unshift(update);
    this.#waiting?.wake();
  }

  /** Ends the poll under way as another program's poll does. */
  conflict(): void {
    this.#waiting?.reject(conflict());
  }

  /** @param closed resolves when the caller has gone */
  async get(
    params: Record<string, unknown>,
    closed: Promise<void>,
    longestMs: number,
  ): Promise<Update[]> {
    if (this.webhook !== '') {
      throw new BotApiError(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    if (Array.isArray(params['allowed_updates'])) {
      const asked = params['allowed_updates'] as string[];
      this.#allowed = asked.length > 0 ? asked : undefined;
    }
    // The older of two polls is ended.
    this.#waiting?.reject(conflict());
    const offset = Number(params['offset'] ?? 0);
    const limit = Math.min(100, Math.max(1, Number(params['limit'] ?? 100)));
    if (offset < 0) this.#kept = this.#kept.slice(offset);
    else this.#kept = this.#kept.filter(({ update_id }) => update_id >= offset);
    if (this.#kept.length === 0) {
      const ms = Math.min(Number(params['timeout'] ?? 0), 50) * 1000;
      await this.#wait(Math.min(ms, longestMs), closed);
    }
    return this.#kept.slice(0, limit);
  }

  #takes(kind: string): boolean {
    if (this.#allowed) return this.#allowed.includes(kind);
    return !['chat_member', 'message_reaction', 'message_reaction_count'].includes(kind);
  }

  async #wait(ms: number, closed: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let own: { reject: (error: Error) => void; wake: () => void } | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        own = this.#waiting = { reject, wake: resolve };
        timer = setTimeout(resolve, ms);
        void closed.then(resolve);
      });
    } finally {
      clearTimeout(timer);
      if (this.#waiting === own) this.#waiting = undefined;
    }
  }
}

function conflict(): BotApiError {
  return new BotApiError(
    409,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
}
