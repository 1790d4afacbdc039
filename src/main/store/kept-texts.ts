import type { Row, Statement } from './database/database.ts';

/**
 * Keeps texts by their owner and a key, over restarts. What is kept is found at once; on disk it is a
 * moment later, since losing the last ones costs nothing but tokens.
 */
export interface KeptTexts {
  /** Rejects with {@link StoreError} as the store does. */
  get(owner: string, key: string): Promise<string | undefined>;
  /** A text that is kept already is not written again. */
  set(owner: string, key: string, text: string): void;
  /** Writes what is not on disk yet. Never rejects. */
  settled(): Promise<void>;
}

/** For so long after a text was last kept or found. */
const keptMs = 30 * 24 * 60 * 60 * 1000;
/** Found again, a text is kept anew once it is older than this. */
const freshMs = 24 * 60 * 60 * 1000;
/** Texts kept of one owner; those that were written longest ago go first. */
const most = 20_000;
/** Texts at hand without asking the database. */
const mostAtHand = 500;
/** What comes within so many milliseconds is written together. */
const gatherMs = 100;
/** Writes between two looks at whether there are too many. */
const writesBetweenLooks = 100;

interface Entry {
  owner: string;
  key: string;
  text: string;
  /** Milliseconds since the epoch. */
  writtenAt: number;
}

/**
 * @param transact see `Database`
 * @param warn told when texts could not be written
 */
export function createKeptTexts(
  transact: (mode: 'read' | 'write', statements: Statement[]) => Promise<Row[][]>,
  warn: (error: unknown) => void,
): KeptTexts {
  /** The latest used ones last. */
  const atHand = new Map<string, Entry>();
  const waiting = new Map<string, Entry>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let writes = 0;

  const hold = (id: string, entry: Entry): void => {
    atHand.delete(id);
    atHand.set(id, entry);
    if (atHand.size > mostAtHand) atHand.delete(atHand.keys().next().value!);
  };
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    const entries = [...waiting.values()];
    waiting.clear();
    const look = writes % writesBetweenLooks === 0;
    writes += 1;
    const now = Date.now();
    const owners = [...new Set(entries.map(({ owner }) => owner))];
    const statements = [
      { sql: 'DELETE FROM kept_texts WHERE expires_at <= :now', args: { now } },
      ...entries.map((entry) => keepStatement(entry)),
      ...(look ? owners.map((owner) => dropOldest(owner)) : []),
    ];
    writing = writing.then(() => transact('write', statements)).then(() => undefined, warn);
  };
  const put = (owner: string, key: string, text: string): void => {
    const id = idOf(owner, key);
    const entry = { owner, key, text, writtenAt: Date.now() };
    hold(id, entry);
    waiting.set(id, entry);
    timer ??= setTimeout(write, gatherMs).unref();
  };
  const read = async (owner: string, key: string): Promise<Entry | undefined> => {
    await writing;
    const [rows] = await transact('read', [
      {
        sql: `SELECT text, expires_at FROM kept_texts
              WHERE owner = :owner AND key = :key AND expires_at > :now`,
        args: { owner, key, now: Date.now() },
      },
    ]);
    const row = rows![0];
    if (!row) return undefined;
    const writtenAt = Number(row['expires_at']) - keptMs;
    return { owner, key, text: String(row['text']), writtenAt };
  };

  return {
    async get(owner, key) {
      const id = idOf(owner, key);
      const entry = atHand.get(id) ?? waiting.get(id) ?? (await read(owner, key));
      if (!entry) return undefined;
      if (Date.now() - entry.writtenAt > freshMs) put(owner, key, entry.text);
      else hold(id, entry);
      return entry.text;
    },
    set(owner, key, text) {
      const entry = atHand.get(idOf(owner, key));
      const isKept = entry?.text === text && Date.now() - entry.writtenAt <= freshMs;
      if (!isKept) put(owner, key, text);
    },
    async settled() {
      write();
      await writing;
    },
  };
}

function idOf(owner: string, key: string): string {
  return JSON.stringify([owner, key]);
}

/** A row that is written anew is the latest of its owner. */
function keepStatement({ owner, key, text, writtenAt }: Entry): Statement {
  return {
    sql: `INSERT OR REPLACE INTO kept_texts (owner, key, text, expires_at)
          VALUES (:owner, :key, :text, :expiresAt)`,
    args: { owner, key, text, expiresAt: writtenAt + keptMs },
  };
}

function dropOldest(owner: string): Statement {
  return {
    sql: `DELETE FROM kept_texts WHERE kept IN (
            SELECT kept FROM kept_texts WHERE owner = :owner
            ORDER BY kept DESC LIMIT -1 OFFSET ${most}
          )`,
    args: { owner },
  };
}
