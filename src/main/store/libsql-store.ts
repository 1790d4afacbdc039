import { setImmediate as nextTurnOfLoop } from 'node:timers/promises';
import type { Logger } from '../log/logger.ts';
import type { Database, Row, Statement } from './database/database.ts';
import type {
  ConversationTurn,
  History,
  ResponseStore,
  SearchHit,
  StoredTurn,
  Turn,
} from './response-store.ts';
import { migrate, rewriteVersionStatement } from './database/schema.ts';
import { findPassage, isIndexable, saidIn, searchTerms } from './search-text.ts';
import { createChannelRecords } from './chats/channel-records.ts';
import { createStoredConversations } from './conversations.ts';
import { createChatAnswers } from './chat-answers.ts';
import { createKeptTexts } from './kept-texts.ts';
import { createRememberedTurns } from './remembered-turns.ts';
import { parseBeside } from './shared-strings.ts';
import { StoreError } from './store-error.ts';
import { createStoredTasks } from './tasks.ts';
import * as sql from './turn-statements.ts';

export interface LibsqlStoreOptions {
  openDatabase: (onNotice: (notice: string) => void) => Database;
  logger: Logger;
  maxStoredResponses: () => number;
}

/** The file was damaged, and has been moved aside by the time we hear of it. */
const damageCodes = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB']);
/** JSON parsed at a stretch; some milliseconds' work. */
const charactersPerPause = 1_000_000;
/** Responses evicted in one transaction. */
const evictionBatch = 50;

/** The store over a libSQL database. The schema is made or brought up to date at the first call. */
export function createLibsqlStore(options: LibsqlStoreOptions): ResponseStore {
  const notices: string[] = [];
  /** Responses that runs under way continue, by how many of them. */
  const continued = new Map<string, number>();
  /** Those of them that were taken out of sight meanwhile. */
  const orphaned = new Set<string>();
  let ready: Promise<void> | undefined;
  let evicting: Promise<void> | undefined;
  /** Whether the last attempt to write went well. */
  let writable = true;

  const database = options.openDatabase((notice) => {
    notices.push(notice);
    options.logger.warn(notice);
    // A new file was begun.
    ready = undefined;
  });

  const transact = async (mode: 'read' | 'write', statements: Statement[]): Promise<Row[][]> => {
    const attempt = async (): Promise<Row[][]> => {
      ready ??= migrate(database);
      try {
        await ready;
      } catch (error) {
        ready = undefined;
        throw error;
      }
      return database.transact(mode, statements);
    };
    try {
      const rows = await attempt().catch((error: unknown) => {
        // The damaged file has been moved aside: what is at hand goes into the new one.
        if (error instanceof StoreError && damageCodes.has(error.code)) return attempt();
        throw error;
      });
      if (mode === 'write') writable = true;
      return rows;
    } catch (error) {
      if (mode === 'write') writable = false;
      throw error;
    }
  };

  const readOne = async (statement: Statement): Promise<Row | undefined> => {
    const [rows] = await transact('read', [statement]);
    return rows?.[0];
  };

  const warnOf =
    (message: string) =>
    (error: unknown): void =>
      options.logger.warn(message, { error });

  const touchFailed = warnOf('A response was not marked as used');

  const remove = async (ids: string[]): Promise<void> => {
    const needed = [...continued.keys()];
    for (const id of ids) if (continued.has(id)) orphaned.add(id);
    await transact('write', [
      ...ids.flatMap((id) => sql.removeStatements(id, needed)),
      sql.dropContextsStatement,
    ]);
  };

  const evict = async (): Promise<void> => {
    for (;;) {
      const [rows] = await transact('read', [
        sql.leastUsedStatement(options.maxStoredResponses(), evictionBatch),
      ]);
      const ids = rows!.map((row) => String(row.id));
      if (ids.length === 0) return;
      await remove(ids);
    }
  };

  const evictLater = (): void => {
    evicting ??= evict()
      .catch(warnOf('Old responses were not evicted'))
      .finally(() => {
        evicting = undefined;
      });
  };

  const release = (id: string): void => {
    const count = continued.get(id)! - 1;
    if (count > 0) {
      continued.set(id, count);
      return;
    }
    continued.delete(id);
    if (orphaned.delete(id)) void remove([id]).catch(warnOf('A deleted response was not freed'));
  };

  const readHistory = async (
    from: { responseId: string } | { conversation: string },
  ): Promise<History | undefined> => {
    const [rows] = await transact('read', [sql.chainStatement(from)]);
    const last = rows?.at(-1);
    if (!last) return undefined;
    const responseId = String(last.id);
    continued.set(responseId, (continued.get(responseId) ?? 0) + 1);
    const turns = await readEach(rows!, turnFrom);
    let released = false;
    return {
      responseId,
      turns,
      instructions: last.instructions as string | null,
      release: () => {
        if (!released) release(responseId);
        released = true;
      },
    };
  };

  const turns = createRememberedTurns(transact);
  const conversations = createStoredConversations({
    transact,
    remove,
    kept: options.maxStoredResponses,
  });
  const texts = createKeptTexts(transact, warnOf('What a conversation began with was not kept'));

  return {
    notices,
    turns,
    conversations,
    chats: createChatAnswers(transact),
    texts,
    tasks: createStoredTasks(transact),
    channels: createChannelRecords(transact),
    async save(turn) {
      // With megabytes of images it takes long to write them down, and to hand them to the thread:
      // each is done in a turn of its own.
      await nextTurnOfLoop();
      const statements = sql.saveStatements(turn);
      await nextTurnOfLoop();
      await transact('write', statements);
      evictLater();
    },
    async get(responseId) {
      const row = await readOne(sql.readStatement(responseId));
      // On a full disk what is there can still be read.
      if (row) void transact('write', [sql.touchStatement(responseId)]).catch(touchFailed);
      return row && storedTurnFrom(row);
    },
    history: (responseId) => readHistory({ responseId }),
    conversation: (name) => readHistory({ conversation: name }),
    async conversationTurns(name) {
      const [rows] = await transact('read', [sql.conversationTurnsStatement(name)]);
      return readEach(rows!, conversationTurnFrom);
    },
    async delete(responseId) {
      const found = await readOne(sql.readStatement(responseId));
      if (!found) return false;
      await remove([responseId]);
      return true;
    },
    async search(query, limit) {
      const terms = searchTerms(query);
      if (terms.length === 0) return [];
      const [rows] = await transact('read', [
        sql.searchStatement(terms, isIndexable(terms), limit),
      ]);
      return rows!.map((row) => hitFrom(row, terms));
    },
    async recall(scope) {
      const row = await readOne({
        sql: 'SELECT * FROM idempotency WHERE scope = :scope AND expires_at > :now',
        args: { scope, now: Date.now() },
      });
      return (
        row && {
          scope,
          bodyHash: String(row.body_hash),
          answer: JSON.parse(String(row.answer)) as unknown,
          expiresAt: Number(row.expires_at),
        }
      );
    },
    async remember({ scope, bodyHash, answer, expiresAt }) {
      await transact('write', [
        { sql: 'DELETE FROM idempotency WHERE expires_at <= :now', args: { now: Date.now() } },
        {
          sql: `INSERT OR REPLACE INTO idempotency (scope, body_hash, answer, expires_at)
                VALUES (:scope, :bodyHash, :answer, :expiresAt)`,
          args: { scope, bodyHash, answer: JSON.stringify(answer), expiresAt },
        },
      ]);
    },
    async status() {
      // What can be read may be read-only by now: that is told until a write goes well again.
      if (!writable) await transact('write', [rewriteVersionStatement]);
      const row = await readOne({
        sql: `SELECT (SELECT count(*) FROM turns WHERE visible = 1) AS responses,
                     (SELECT count(*) FROM conversations) AS conversations`,
      });
      return {
        location: database.location,
        responses: Number(row?.responses),
        conversations: Number(row?.conversations),
      };
    },
    async close() {
      await Promise.all([evicting, turns.settled(), texts.settled()]);
      await database.close();
    },
  };
}

/** Parses the turns of a chain, which may be many megabytes, with pauses in which others go on. */
async function readEach<Read>(rows: Row[], read: (row: Row) => Read): Promise<Read[]> {
  const turns: Read[] = [];
  let characters = 0;
  for (const row of rows) {
    for (const value of [row.input, row.messages, row.response]) {
      characters += typeof value === 'string' ? value.length : 0;
    }
    if (characters > charactersPerPause) {
      characters = 0;
      await nextTurnOfLoop();
    }
    turns.push(read(row));
  }
  return turns;
}

function turnFrom(row: Row): Turn {
  return {
    responseId: String(row.id),
    input: JSON.parse(String(row.input)) as Turn['input'],
    messages: JSON.parse(String(row.messages)) as Turn['messages'],
  };
}

function storedTurnFrom(row: Row): StoredTurn {
  return { response: {}, ...conversationTurnFrom(row) };
}

function conversationTurnFrom(row: Row): ConversationTurn {
  const turn = turnFrom(row);
  return {
    ...turn,
    parentId: row.parent_id as string | null,
    conversation: row.conversation as string | null,
    createdAt: Number(row.created_at),
    instructions: row.instructions as string | null,
    tools: JSON.parse(String(row.tools)) as unknown[],
    ...(typeof row.response === 'string'
      ? { response: parseBeside(row.response, turn.messages) as Record<string, unknown> }
      : {}),
  };
}

function hitFrom(row: Row, terms: string[]): SearchHit {
  const said = saidIn(turnFrom(row));
  return {
    responseId: String(row.id),
    conversation: row.conversation as string | null,
    at: Number(row.created_at),
    ...findPassage(said, terms),
  };
}
