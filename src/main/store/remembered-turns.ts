import type { Row, Statement } from './database/database.ts';

/** What a run really did, as it is to be found again by what a client shows of it. */
export interface RememberedTurn {
  /** The run's. */
  id: string;
  /** Names the conversation that it belongs to, as the agent knows it. */
  conversation: string;
  /** The chat as its client names it; null where it names none. */
  chat: string | null;
  /** JSON as text, its form is the caller's; null where there is nothing to put back. */
  told: string | null;
  /** By which it is found. */
  keys: string[];
}

/** A turn to be kept. Keeping one of the same id again replaces it. */
export interface NewRememberedTurn extends RememberedTurn {
  /** Whose it is. Nobody else finds it. */
  owner: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  expiresAt: number;
}

/** Keeps what runs did, for whoever began them. Rejects with {@link StoreError} as the store does. */
export interface RememberedTurns {
  /** Those of an owner that any of these keys names, the latest first; at most a thousand. */
  find(owner: string, keys: readonly string[], now: number): Promise<RememberedTurn[]>;
  keep(turn: NewRememberedTurn): Promise<void>;
  /** Waits for what is being kept. */
  settled(): Promise<void>;
}

/** Turns kept of one owner; the oldest go first. */
const most = 20_000;
/** Found at most: a greeting and its answer may have been exchanged any number of times. */
const mostFound = 1000;

/** How many are kept between two looks at whether there are too many. */
const keptBetweenLooks = 100;
/** Turns written in one transaction. */
const mostAtOnce = 50;

interface Waiting {
  turn: NewRememberedTurn;
  settle: (written: Promise<unknown>) => void;
}

/** @param transact see `Database` */
export function createRememberedTurns(
  transact: (mode: 'read' | 'write', statements: Statement[]) => Promise<Row[][]>,
): RememberedTurns {
  // A transaction costs more than what it writes: turns that come while one is under way share the next.
  const waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let kept = 0;

  const statementsOf = (turn: NewRememberedTurn): Statement[] => {
    const look = kept % keptBetweenLooks === 0;
    kept += 1;
    return [...keepStatements(turn), ...(look ? dropOldest(turn.owner) : [])];
  };
  const write = async (turns: readonly Waiting[]): Promise<void> => {
    const now = Math.max(...turns.map(({ turn }) => turn.createdAt));
    const written = transact('write', [
      ...dropExpired(now),
      ...turns.flatMap(({ turn }) => statementsOf(turn)),
    ]);
    const failed = await written.then(
      () => false,
      () => true,
    );
    if (!failed || turns.length === 1) for (const { settle } of turns) settle(written);
    // One of them may be what the store refuses; the others are kept all the same.
    else for (const one of turns) await write([one]);
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) await write(waiting.splice(0, mostAtOnce));
    writing = undefined;
  };

  return {
    async find(owner, keys, now) {
      if (keys.length === 0) return [];
      // What was kept a moment ago must be found, by whatever way the statements travel.
      await writing;
      const [rows] = await transact('read', [findStatement(owner, keys, now)]);
      return rows!.map(turnFrom);
    },
    async keep(turn) {
      const written = new Promise<unknown>((settle) => waiting.push({ turn, settle }));
      writing ??= writeAll();
      await written;
    },
    async settled() {
      await writing;
    },
  };
}

function findStatement(owner: string, keys: readonly string[], now: number): Statement {
  return {
    sql: `SELECT t.id, t.conversation, t.chat, t.told, json_group_array(k.key) AS keys
          FROM remembered_keys k JOIN remembered_turns t ON t.turn = k.turn
          WHERE k.owner = :owner AND k.key IN (SELECT value FROM json_each(:keys))
            AND t.expires_at > :now
          GROUP BY t.turn ORDER BY t.turn DESC LIMIT ${mostFound}`,
    args: { owner, keys: JSON.stringify(keys), now },
  };
}

function keepStatements(turn: NewRememberedTurn): Statement[] {
  const { id, owner, conversation, chat, told, keys, createdAt, expiresAt } = turn;
  return [
    ...drop('SELECT turn FROM remembered_turns WHERE id = :id', { id }),
    {
      sql: `INSERT INTO remembered_turns
              (id, owner, conversation, chat, told, created_at, expires_at)
            VALUES (:id, :owner, :conversation, :chat, :told, :createdAt, :expiresAt)`,
      args: { id, owner, conversation, chat, told, createdAt, expiresAt },
    },
    {
      sql: `INSERT OR IGNORE INTO remembered_keys (owner, key, turn)
            SELECT :owner, value, (SELECT turn FROM remembered_turns WHERE id = :id)
            FROM json_each(:keys)`,
      args: { owner, id, keys: JSON.stringify(keys) },
    },
  ];
}

function dropExpired(now: number): Statement[] {
  return drop('SELECT turn FROM remembered_turns WHERE expires_at <= :now', { now });
}

function dropOldest(owner: string): Statement[] {
  return drop(
    `SELECT turn FROM remembered_turns WHERE owner = :owner
     ORDER BY turn DESC LIMIT -1 OFFSET ${most}`,
    { owner },
  );
}

/** Takes turns away with their keys. */
function drop(turns: string, args: Record<string, string | number>): Statement[] {
  return [
    { sql: `DELETE FROM remembered_keys WHERE turn IN (${turns})`, args },
    { sql: `DELETE FROM remembered_turns WHERE turn IN (${turns})`, args },
  ];
}

function turnFrom(row: Row): RememberedTurn {
  return {
    id: String(row['id']),
    conversation: String(row['conversation']),
    chat: row['chat'] as string | null,
    told: row['told'] as string | null,
    keys: JSON.parse(String(row['keys'])) as string[],
  };
}
