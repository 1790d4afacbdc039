import type { Database, Statement } from './database.ts';
import { StoreError } from '../store-error.ts';

/**
 * The schema, as the steps that made it. A step is never changed once it was released; a change of
 * the schema is a new step at the end. A table holds the version, since libSQL servers take no
 * `PRAGMA user_version`.
 */
const steps: readonly (readonly string[])[] = [
  [
    // What many turns share. Stored once for all turns whose digest is equal.
    `CREATE TABLE contexts (
       context INTEGER PRIMARY KEY,
       digest TEXT NOT NULL UNIQUE,
       instructions TEXT,
       tools TEXT NOT NULL
     )`,
    // One row a turn. A turn that is not visible is kept only because a later one continues it.
    `CREATE TABLE turns (
       turn INTEGER PRIMARY KEY,
       id TEXT NOT NULL UNIQUE,
       parent INTEGER REFERENCES turns (turn),
       conversation TEXT,
       created_at INTEGER NOT NULL,
       used INTEGER NOT NULL,
       visible INTEGER NOT NULL DEFAULT 1,
       context INTEGER NOT NULL REFERENCES contexts (context),
       input TEXT NOT NULL,
       messages TEXT NOT NULL,
       response TEXT
     )`,
    'CREATE INDEX turns_by_parent ON turns (parent)',
    'CREATE INDEX turns_by_context ON turns (context)',
    'CREATE INDEX turns_by_use ON turns (used) WHERE visible = 1',
    `CREATE TABLE conversations (
       name TEXT PRIMARY KEY,
       head INTEGER NOT NULL REFERENCES turns (turn)
     ) WITHOUT ROWID`,
    'CREATE INDEX conversations_by_head ON conversations (head)',
    // An index only: the texts themselves are in \`turns\`, whose number is the rowid here.
    `CREATE VIRTUAL TABLE said USING fts5 (
       user, assistant, content = '', contentless_delete = 1,
       tokenize = "unicode61 remove_diacritics 2"
     )`,
    `CREATE TABLE idempotency (
       scope TEXT PRIMARY KEY,
       body_hash TEXT NOT NULL,
       answer TEXT NOT NULL,
       expires_at INTEGER NOT NULL
     ) WITHOUT ROWID`,
    'CREATE INDEX idempotency_by_expiry ON idempotency (expires_at)',
  ],
  [
    // What runs really did, for clients that send back only what they saw; each its owner's alone.
    `CREATE TABLE remembered_turns (
       turn INTEGER PRIMARY KEY,
       id TEXT NOT NULL UNIQUE,
       owner TEXT NOT NULL,
       conversation TEXT NOT NULL,
       chat TEXT,
       told TEXT,
       created_at INTEGER NOT NULL,
       expires_at INTEGER NOT NULL
     )`,
    'CREATE INDEX remembered_turns_by_owner ON remembered_turns (owner, turn)',
    'CREATE INDEX remembered_turns_by_expiry ON remembered_turns (expires_at)',
    `CREATE TABLE remembered_keys (
       owner TEXT NOT NULL,
       key TEXT NOT NULL,
       turn INTEGER NOT NULL,
       PRIMARY KEY (owner, key, turn)
     ) WITHOUT ROWID`,
    'CREATE INDEX remembered_keys_by_turn ON remembered_keys (turn)',
  ],
  [
    // What clients say of conversations beside their turns; each its owner's alone.
    `CREATE TABLE conversation_objects (
       owner TEXT NOT NULL,
       name TEXT NOT NULL,
       created_at INTEGER NOT NULL,
       metadata TEXT NOT NULL,
       PRIMARY KEY (owner, name)
     ) WITHOUT ROWID`,
    `CREATE TABLE deleted_items (
       owner TEXT NOT NULL,
       conversation TEXT NOT NULL,
       item TEXT NOT NULL,
       PRIMARY KEY (owner, conversation, item)
     ) WITHOUT ROWID`,
  ],
  [
    // What chats are owed, or were given a short while ago.
    `CREATE TABLE chat_answers (
       id TEXT PRIMARY KEY,
       platform TEXT NOT NULL,
       chat TEXT NOT NULL,
       created_at INTEGER NOT NULL,
       done INTEGER NOT NULL,
       state TEXT NOT NULL
     ) WITHOUT ROWID`,
    'CREATE INDEX chat_answers_owed ON chat_answers (platform, created_at) WHERE done = 0',
    'CREATE INDEX chat_answers_by_age ON chat_answers (created_at)',
    // What chats sent; platforms send some of it twice.
    `CREATE TABLE seen_events (
       platform TEXT NOT NULL,
       key TEXT NOT NULL,
       at INTEGER NOT NULL,
       PRIMARY KEY (platform, key)
     ) WITHOUT ROWID`,
    'CREATE INDEX seen_events_by_age ON seen_events (at)',
  ],
  [
    // What conversations began with and their summaries, so that a service gets the same words again.
    `CREATE TABLE kept_texts (
       kept INTEGER PRIMARY KEY,
       owner TEXT NOT NULL,
       key TEXT NOT NULL,
       text TEXT NOT NULL,
       expires_at INTEGER NOT NULL,
       UNIQUE (owner, key)
     )`,
    'CREATE INDEX kept_texts_by_owner ON kept_texts (owner, kept)',
    'CREATE INDEX kept_texts_by_expiry ON kept_texts (expires_at)',
  ],
  [
    // What the agent does by itself. The lease is held by the host that runs it.
    `CREATE TABLE tasks (
       id TEXT PRIMARY KEY,
       owner TEXT NOT NULL,
       definition TEXT NOT NULL,
       enabled INTEGER NOT NULL,
       created_at INTEGER NOT NULL,
       next_run INTEGER,
       lease_until INTEGER,
       outcome TEXT NOT NULL
     ) WITHOUT ROWID`,
  ],
  [
    // Events of chat platforms that were taken, so that a second one is dropped.
    `CREATE TABLE channel_events (
       key TEXT PRIMARY KEY,
       expires_at INTEGER NOT NULL
     ) WITHOUT ROWID`,
    'CREATE INDEX channel_events_by_expiry ON channel_events (expires_at)',
    // Messages that were taken and are not answered yet.
    `CREATE TABLE channel_inbox (
       id INTEGER PRIMARY KEY AUTOINCREMENT,
       session TEXT NOT NULL,
       received_at INTEGER NOT NULL,
       state TEXT NOT NULL DEFAULT 'waiting',
       turn INTEGER,
       response TEXT,
       event TEXT NOT NULL
     )`,
    // Who was let in, and who waits for it.
    `CREATE TABLE channel_people (
       platform TEXT NOT NULL,
       person TEXT NOT NULL,
       name TEXT NOT NULL,
       since INTEGER NOT NULL,
       PRIMARY KEY (platform, person)
     ) WITHOUT ROWID`,
    `CREATE TABLE channel_pairings (
       code TEXT PRIMARY KEY,
       platform TEXT NOT NULL,
       person TEXT NOT NULL,
       name TEXT NOT NULL,
       chat TEXT NOT NULL,
       asked_at INTEGER NOT NULL,
       expires_at INTEGER NOT NULL
     ) WITHOUT ROWID`,
    // Which conversation a chat is at; those that are not here are at their first.
    `CREATE TABLE channel_sessions (
       session TEXT PRIMARY KEY,
       conversation TEXT NOT NULL,
       title TEXT
     ) WITHOUT ROWID`,
    // Chats whose id has changed, and what it was at first.
    `CREATE TABLE channel_moves (
       platform TEXT NOT NULL,
       chat TEXT NOT NULL,
       first_chat TEXT NOT NULL,
       PRIMARY KEY (platform, chat)
     ) WITHOUT ROWID`,
    // Questions that stand in chats with buttons.
    `CREATE TABLE channel_cards (
       id TEXT PRIMARY KEY,
       card TEXT NOT NULL
     ) WITHOUT ROWID`,
  ],
];

/**
 * Brings the database to the newest schema, one transaction a step.
 * @throws {StoreError} `NEWER_SCHEMA` when a newer version of the app has made it
 */
export async function migrate(database: Database): Promise<void> {
  for (;;) {
    const version = await readVersion(database);
    if (version === steps.length) return;
    if (version > steps.length) {
      throw new StoreError(
        `The store of responses (${database.location}) was written by a newer version of Hermes Tray. ` +
          'Install that version, or choose another data folder.',
        { code: 'NEWER_SCHEMA' },
      );
    }
    try {
      await database.transact('write', stepAfter(version));
    } catch (error) {
      // Another host may have taken the same step meanwhile.
      if ((await readVersion(database)) <= version) throw error;
    }
  }
}

async function readVersion(database: Database): Promise<number> {
  const [, rows] = await database.transact('write', [
    { sql: 'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)' },
    { sql: 'SELECT coalesce(max(version), 0) AS version FROM schema_version' },
  ]);
  return Number(rows?.[0]?.version);
}

function stepAfter(version: number): Statement[] {
  const next = version + 1;
  return [
    // First, so that of two hosts which take the same step one fails here and not halfway.
    { sql: 'INSERT INTO schema_version (version) VALUES (:next)', args: { next } },
    ...steps[version]!.map((sql) => ({ sql })),
  ];
}

/** Changes nothing, but writes: whether that is possible nothing else tells. */
export const rewriteVersionStatement: Statement = {
  sql: 'UPDATE schema_version SET version = version',
};
