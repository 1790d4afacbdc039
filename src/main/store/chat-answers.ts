import type { Row, Statement } from './database/database.ts';

/** An answer on its way to a chat, as it must be known after a crash. */
export interface ChatAnswer {
  /** Names it for good. */
  id: string;
  platform: string;
  chat: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Whether nothing more is to be done for it. */
  done: boolean;
  /** JSON; its form is the caller's. */
  state: unknown;
}

/** Keeps what is owed to chats, and what came from them. Rejects with {@link StoreError} as the store does. */
export interface ChatAnswers {
  /** Keeps an answer, in place of what was kept of it; on disk when it resolves. */
  keep(answer: ChatAnswer): Promise<void>;
  get(id: string): Promise<ChatAnswer | undefined>;
  /** Those of a platform that are not done and not older, oldest first. */
  owed(platform: string, since: number): Promise<ChatAnswer[]>;
  /** A chat has another id from now on. */
  move(platform: string, from: string, to: string): Promise<void>;
  /** Notes an event's key for 24 hours. False where it was noted before. */
  isNew(platform: string, key: string, now: number): Promise<boolean>;
}

const day = 24 * 60 * 60 * 1000;

/** @param transact see `Database` */
export function createChatAnswers(
  transact: (mode: 'read' | 'write', statements: Statement[]) => Promise<Row[][]>,
): ChatAnswers {
  return {
    async keep({ id, platform, chat, createdAt, done, state }) {
      await transact('write', [
        {
          sql: `INSERT INTO chat_answers (id, platform, chat, created_at, done, state)
                VALUES (:id, :platform, :chat, :createdAt, :done, :state)
                ON CONFLICT (id) DO UPDATE SET chat = excluded.chat, done = excluded.done,
                  state = excluded.state`,
          args: { id, platform, chat, createdAt, done: Number(done), state: JSON.stringify(state) },
        },
        // One that is done is known for a while, so that it is not given again.
        {
          sql: 'DELETE FROM chat_answers WHERE created_at < :past',
          args: { past: createdAt - 2 * day },
        },
      ]);
    },
    async get(id) {
      const [rows] = await transact('read', [
        { sql: 'SELECT * FROM chat_answers WHERE id = :id', args: { id } },
      ]);
      return rows!.map(answerFrom)[0];
    },
    async owed(platform, since) {
      const [rows] = await transact('read', [
        {
          sql: `SELECT * FROM chat_answers
                WHERE platform = :platform AND done = 0 AND created_at >= :since
                ORDER BY created_at`,
          args: { platform, since },
        },
      ]);
      return rows!.map(answerFrom);
    },
    async move(platform, from, to) {
      await transact('write', [
        {
          sql: 'UPDATE chat_answers SET chat = :to WHERE platform = :platform AND chat = :from',
          args: { platform, from, to },
        },
      ]);
    },
    async isNew(platform, key, now) {
      const [, rows] = await transact('write', [
        { sql: 'DELETE FROM seen_events WHERE at < :past', args: { past: now - day } },
        {
          sql: `INSERT INTO seen_events (platform, key, at) VALUES (:platform, :key, :now)
                ON CONFLICT DO NOTHING RETURNING key`,
          args: { platform, key, now },
        },
      ]);
      return rows!.length > 0;
    },
  };
}

function answerFrom(row: Row): ChatAnswer {
  return {
    id: String(row['id']),
    platform: String(row['platform']),
    chat: String(row['chat']),
    createdAt: Number(row['created_at']),
    done: row['done'] === 1,
    state: JSON.parse(String(row['state'])),
  };
}
