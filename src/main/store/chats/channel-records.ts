import type { Row, SqlValue, Statement } from '../database/database.ts';

/** How far a message has come: it waits, a run was begun for it, or that run has begun to act. */
export type InboxState = 'waiting' | 'running' | 'acting';

/** A message that was taken from a platform and is not answered yet. */
export interface InboxItem {
  id: number;
  /** The session that it belongs to. */
  session: string;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  state: InboxState;
  /** The id of the first message that is answered together with it; null while it waits. */
  turn: number | null;
  /** The response that answers it; null before its run has begun. */
  response: string | null;
  /** JSON; its form is the caller's. */
  event: unknown;
}

/** Somebody who was let in by pairing. */
export interface PairedPerson {
  platform: string;
  person: string;
  name: string;
  /** Milliseconds since the epoch. */
  since: number;
}

/** Somebody unknown who waits to be let in. */
export interface WaitingPairing extends Omit<PairedPerson, 'since'> {
  code: string;
  /** The chat to tell. */
  chat: string;
  /** Milliseconds since the epoch. */
  askedAt: number;
  expiresAt: number;
}

/** What is kept of a session beside its conversation. */
export interface SessionRecord {
  /** The name of its conversation. */
  conversation: string;
  title: string | null;
}

/** A question that stands in a chat with buttons. */
export interface CardRecord {
  id: string;
  /** JSON; its form is the caller's. */
  card: unknown;
}

/**
 * What the gateway keeps over restarts. Everything is on disk when a method resolves; each rejects
 * with `StoreError` when the database fails.
 */
export interface ChannelRecords {
  /** Notes an event for a day. False: it was noted before. */
  note(key: string, now: number): Promise<boolean>;
  /** Notes an event and keeps it, both or neither. Its id, or undefined where it was noted before. */
  receive(
    message: { key: string; session: string; event: unknown },
    now: number,
  ): Promise<number | undefined>;
  /** All that is not answered yet, oldest first. */
  inbox(): Promise<InboxItem[]>;
  /** Messages are answered together from now on, by this response. */
  begin(ids: readonly number[], turn: number, response: string): Promise<void>;
  setState(turn: number, state: InboxState): Promise<void>;
  /** Takes messages out: they are answered, or dropped. */
  finish(ids: readonly number[]): Promise<void>;

  people(): Promise<PairedPerson[]>;
  isPaired(platform: string, person: string): Promise<boolean>;
  pair(person: PairedPerson): Promise<void>;
  /** False where there is none. */
  unpair(platform: string, person: string): Promise<boolean>;
  /** Those that have not expired, oldest first. */
  pairings(now: number): Promise<WaitingPairing[]>;
  keepPairing(pairing: WaitingPairing): Promise<void>;
  /** Takes a pairing out; undefined where there is none of that code. */
  takePairing(code: string, now: number): Promise<WaitingPairing | undefined>;

  session(key: string): Promise<SessionRecord | undefined>;
  saveSession(key: string, record: SessionRecord): Promise<void>;
  /** The id under which a chat was first known. */
  firstId(platform: string, chat: string): Promise<string>;
  noteMove(platform: string, from: string, to: string): Promise<void>;

  cards(): Promise<CardRecord[]>;
  keepCard(card: CardRecord): Promise<void>;
  dropCard(id: string): Promise<void>;
}

const dayMs = 24 * 60 * 60_000;

/** @param transact see `Database` */
export function createChannelRecords(
  transact: (mode: 'read' | 'write', statements: Statement[]) => Promise<Row[][]>,
): ChannelRecords {
  const read = async (sql: string, args: Record<string, SqlValue> = {}): Promise<Row[]> => {
    const [rows] = await transact('read', [{ sql, args }]);
    return rows ?? [];
  };
  const write = async (...statements: Statement[]): Promise<Row[][]> =>
    transact('write', statements);

  return {
    async note(key, now) {
      const [, noted] = await write(forget(now), noteOf(key, now));
      return noted!.length > 0;
    },
    async receive({ key, session, event }, now) {
      const [, , kept] = await write(forget(now), noteOf(key, now), {
        sql: `INSERT INTO channel_inbox (session, received_at, event)
              SELECT :session, :now, :event WHERE changes() > 0 RETURNING id`,
        args: { session, now, event: JSON.stringify(event) },
      });
      const [row] = kept!;
      return row && Number(row['id']);
    },
    async inbox() {
      const rows = await read('SELECT * FROM channel_inbox ORDER BY id');
      return rows.map((row) => ({
        id: Number(row['id']),
        session: String(row['session']),
        receivedAt: Number(row['received_at']),
        state: String(row['state']) as InboxState,
        turn: row['turn'] === null ? null : Number(row['turn']),
        response: row['response'] as string | null,
        event: JSON.parse(String(row['event'])) as unknown,
      }));
    },
    async begin(ids, turn, response) {
      await write({
        sql: `UPDATE channel_inbox SET state = 'running', turn = :turn, response = :response
              WHERE id IN (SELECT value FROM json_each(:ids))`,
        args: { turn, response, ids: JSON.stringify(ids) },
      });
    },
    async setState(turn, state) {
      await write({
        sql: 'UPDATE channel_inbox SET state = :state WHERE turn = :turn',
        args: { turn, state },
      });
    },
    async finish(ids) {
      await write({
        sql: 'DELETE FROM channel_inbox WHERE id IN (SELECT value FROM json_each(:ids))',
        args: { ids: JSON.stringify(ids) },
      });
    },

    async people() {
      const rows = await read('SELECT * FROM channel_people ORDER BY since');
      return rows.map((row) => ({ ...who(row), since: Number(row['since']) }));
    },
    async isPaired(platform, person) {
      const rows = await read(
        'SELECT 1 AS yes FROM channel_people WHERE platform = :platform AND person = :person',
        { platform, person },
      );
      return rows.length > 0;
    },
    async pair({ platform, person, name, since }) {
      await write({
        sql: `INSERT OR REPLACE INTO channel_people (platform, person, name, since)
              VALUES (:platform, :person, :name, :since)`,
        args: { platform, person, name, since },
      });
    },
    async unpair(platform, person) {
      const [rows] = await write({
        sql: `DELETE FROM channel_people WHERE platform = :platform AND person = :person
              RETURNING person`,
        args: { platform, person },
      });
      return rows!.length > 0;
    },
    async pairings(now) {
      const rows = await read(
        'SELECT * FROM channel_pairings WHERE expires_at > :now ORDER BY asked_at',
        { now },
      );
      return rows.map(pairingFrom);
    },
    async keepPairing({ code, platform, person, name, chat, askedAt, expiresAt }) {
      await write(
        { sql: 'DELETE FROM channel_pairings WHERE expires_at <= :askedAt', args: { askedAt } },
        {
          sql: `INSERT OR REPLACE INTO channel_pairings
                  (code, platform, person, name, chat, asked_at, expires_at)
                VALUES (:code, :platform, :person, :name, :chat, :askedAt, :expiresAt)`,
          args: { code, platform, person, name, chat, askedAt, expiresAt },
        },
      );
    },
    async takePairing(code, now) {
      const [rows] = await write({
        sql: 'DELETE FROM channel_pairings WHERE code = :code AND expires_at > :now RETURNING *',
        args: { code, now },
      });
      const [row] = rows!;
      return row && pairingFrom(row);
    },

    async session(key) {
      const [row] = await read('SELECT * FROM channel_sessions WHERE session = :key', { key });
      return (
        row && {
          conversation: String(row['conversation']),
          title: row['title'] as string | null,
        }
      );
    },
    async saveSession(key, { conversation, title }) {
      await write({
        sql: `INSERT OR REPLACE INTO channel_sessions (session, conversation, title)
              VALUES (:key, :conversation, :title)`,
        args: { key, conversation, title },
      });
    },
    async firstId(platform, chat) {
      const [row] = await read(
        'SELECT first_chat FROM channel_moves WHERE platform = :platform AND chat = :chat',
        { platform, chat },
      );
      return row ? String(row['first_chat']) : chat;
    },
    async noteMove(platform, from, to) {
      await write({
        sql: `INSERT OR REPLACE INTO channel_moves (platform, chat, first_chat)
              VALUES (:platform, :to, coalesce(
                (SELECT first_chat FROM channel_moves WHERE platform = :platform AND chat = :from),
                :from))`,
        args: { platform, from, to },
      });
    },

    async cards() {
      const rows = await read('SELECT * FROM channel_cards');
      return rows.map((row) => ({
        id: String(row['id']),
        card: JSON.parse(String(row['card'])) as unknown,
      }));
    },
    async keepCard({ id, card }) {
      await write({
        sql: 'INSERT OR REPLACE INTO channel_cards (id, card) VALUES (:id, :card)',
        args: { id, card: JSON.stringify(card) },
      });
    },
    async dropCard(id) {
      await write({ sql: 'DELETE FROM channel_cards WHERE id = :id', args: { id } });
    },
  };
}

function forget(now: number): Statement {
  return { sql: 'DELETE FROM channel_events WHERE expires_at <= :now', args: { now } };
}

function noteOf(key: string, now: number): Statement {
  return {
    sql: `INSERT OR IGNORE INTO channel_events (key, expires_at) VALUES (:key, :expiresAt)
          RETURNING key`,
    args: { key, expiresAt: now + dayMs },
  };
}

function who(row: Row): Omit<PairedPerson, 'since'> {
  return {
    platform: String(row['platform']),
    person: String(row['person']),
    name: String(row['name']),
  };
}

function pairingFrom(row: Row): WaitingPairing {
  return {
    ...who(row),
    code: String(row['code']),
    chat: String(row['chat']),
    askedAt: Number(row['asked_at']),
    expiresAt: Number(row['expires_at']),
  };
}
