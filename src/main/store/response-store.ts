import type OpenAI from 'openai';
import type { ChatMessage } from '../model/model.ts';
import type { ChannelRecords } from './chats/channel-records.ts';
import type { StoredConversations } from './conversations.ts';
import type { ChatAnswers } from './chat-answers.ts';
import type { KeptTexts } from './kept-texts.ts';
import type { RememberedTurns } from './remembered-turns.ts';
import type { StoredTasks } from './tasks.ts';

/** An item of a request's input, in the form the Responses API lists it. */
export type InputItem = OpenAI.Responses.ResponseInputItem;

/** What one request added to a conversation: what the client sent, then what the run made of it. */
export interface Turn {
  responseId: string;
  input: InputItem[];
  messages: ChatMessage[];
}

/** A turn with the response that tells a client about it. */
export interface StoredTurn extends Turn {
  /** The response this turn continues. */
  parentId: string | null;
  /** The name of the conversation it belongs to; null where the client chains by response ids. */
  conversation: string | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** What was in force in this turn. Equal values are stored once, whoever uses them. */
  instructions: string | null;
  tools: unknown[];
  /** What else is needed to tell the response again; JSON, its form is the caller's. */
  response: Record<string, unknown>;
}

/** A turn to be stored. Storing the same response again replaces it. */
export interface NewTurn extends Omit<StoredTurn, 'parentId'> {
  /** Not looked at when `conversation` is given: then the name's latest response is continued. */
  parentId: string | null;
  /**
   * `head`: the turn becomes its conversation's latest. `aside`: the conversation stays where it is,
   * since nothing came of the turn, or since it is not over yet.
   */
  place: 'head' | 'aside';
}

/** A chain of turns, oldest first, and what its last turn leaves in force. */
export interface History {
  /** The last turn's response. */
  responseId: string;
  turns: Turn[];
  instructions: string | null;
  /**
   * To be called when the turn that continues this chain is stored or given up: until then a
   * deletion leaves the chain whole.
   */
  release(): void;
}

/** A turn of a conversation; without its response where that was taken out of sight. */
export type ConversationTurn = Omit<StoredTurn, 'response'> & Partial<Pick<StoredTurn, 'response'>>;

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
  /** JSON; its form is the caller's. */
  answer: unknown;
  /** Milliseconds since the epoch; the record is gone afterwards. */
  expiresAt: number;
}

/** How much is stored, and where. */
export interface StoreStatus {
  /** The file's path, or the server's address without credentials. */
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
  /** All turns of a named conversation, oldest first; none for a name not used yet. */
  conversationTurns(name: string): Promise<ConversationTurn[]>;
  /** Takes a response away; later turns that chained on it keep it as their past. False when unknown. */
  delete(responseId: string): Promise<boolean>;
  /** Full-text search over what was said in stored conversations, best match first. */
  search(query: string, limit: number): Promise<SearchHit[]>;
  /** The record of this scope, unless it has expired. */
  recall(scope: string): Promise<IdempotencyRecord | undefined>;
  remember(record: IdempotencyRecord): Promise<void>;
  /** What clients say of conversations beside their turns. */
  readonly conversations: StoredConversations;
  /** What chats have brought, and who may write. */
  readonly channels: ChannelRecords;
  /** What runs did whose clients send back only what they saw. */
  readonly turns: RememberedTurns;
  /** What is on its way to chats. */
  readonly chats: ChatAnswers;
  /** What conversations began with, and their summaries. */
  readonly texts: KeptTexts;
  /** What the agent does by itself at given times. */
  readonly tasks: StoredTasks;
  status(): Promise<StoreStatus>;
  /** Finishes what is under way and closes the database. */
  close(): Promise<void>;
}
