import type OpenAI from 'openai';
import type { Logger } from '../log/logger.ts';
import type { ChatMessage } from '../model/model.ts';

/** An item of a request's input, in the form the Responses API lists it. */
export type InputItem = OpenAI.Responses.ResponseInputItem;

/** What one request added to a conversation: what the client sent, then what the run made of it. */
export interface Turn {
  input: InputItem[];
  messages: ChatMessage[];
}

/** A turn to be stored, with the response that told the client about it. */
export interface NewTurn extends Turn {
  /** `resp_…` */
  responseId: string;
  /** The response this turn continues. With `conversation`, the name's latest response is taken. */
  parentId?: string;
  /** The name of the conversation whose latest response this becomes. */
  conversation?: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** In force for this turn; stored only where they differ from the turn before. */
  instructions: string | null;
  /** The tools as the response echoes them; stored only where they differ from the turn before. */
  tools: unknown[];
  /** The response without what the rest of the turn says already; JSON. */
  response: Record<string, unknown>;
}

/** A stored turn as it was saved. */
export interface StoredTurn extends NewTurn {
  parentId?: string;
}

/** A chain of turns, oldest first, and what its last turn leaves in force. */
export interface History {
  responseId: string;
  turns: Turn[];
  instructions: string | null;
}

/** A place in a stored conversation that matches a search. */
export interface SearchHit {
  responseId: string;
  /** The conversation's name; null where the client chained by response ids. */
  conversation: string | null;
  role: 'user' | 'assistant';
  /** The matching passage with some text around it. */
  snippet: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** An answer kept for a client that asks again with the same idempotency key. */
export interface IdempotencyRecord {
  /** Names endpoint, caller and key. */
  scope: string;
  /** Digest of the request body. */
  bodyHash: string;
  /** The answer, JSON. */
  answer: unknown;
  /** Milliseconds since the epoch; the record is gone afterwards. */
  expiresAt: number;
}

export interface StoreStatus {
  location: string;
  responses: number;
  conversations: number;
}

/**
 * Keeps turns, conversations and idempotency records over restarts. Opened at first use.
 * Every method rejects with {@link StoreError} when the database fails (disk full, server away).
 */
export interface ResponseStore {
  /** What happened when the database was opened, for the person: a damaged file moved aside, say. */
  readonly notices: readonly string[];
  /** Stores a turn; it is on disk when this resolves. */
  save(turn: NewTurn): Promise<void>;
  /** A stored turn, which counts as used now. Undefined when unknown, deleted or no longer kept. */
  get(responseId: string): Promise<StoredTurn | undefined>;
  /** The chain that ends with this response; undefined when the response is unknown or deleted. */
  history(responseId: string): Promise<History | undefined>;
  /** The chain of a named conversation; undefined for a name not used yet. */
  conversation(name: string): Promise<History | undefined>;
  /** Takes a response away; later turns that chained on it keep it as their past. False when unknown. */
  delete(responseId: string): Promise<boolean>;
  /** Full-text search over what was said in stored conversations, best match first. */
  search(query: string, limit: number): Promise<SearchHit[]>;
  /** The record of this scope that has not expired. */
  recall(scope: string): Promise<IdempotencyRecord | undefined>;
  remember(record: IdempotencyRecord): Promise<void>;
  status(): Promise<StoreStatus>;
  /** Finishes what is under way and closes the database. */
  close(): Promise<void>;
}

export interface ResponseStoreOptions {
  /** `libsql://…` of a server, or `file:` with an absolute path. */
  url: string;
  logger: Logger;
  /** Read at every save, so a change applies at once. */
  maxStoredResponses: () => number;
  /** Folder of the built worker files; a local database runs in `store-worker.js`. */
  workers: string;
}

/** The database failed. Its message is fit for the person. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** libSQL's code: `SQLITE_FULL`, `SQLITE_CORRUPT`, `SERVER_ERROR` … */
  readonly code: string;

  constructor(message: string, fields: { code: string; cause?: unknown }) {
    super(message, { cause: fields.cause });
    this.code = fields.code;
  }
}

/** Gives a store over a libSQL file or server. Nothing is opened before the first use. */
export function openResponseStore(options: ResponseStoreOptions): Promise<ResponseStore> {
  return Promise.reject(new StoreError(`Not opened: ${options.url}`, { code: 'NOT_OPENED' }));
}
