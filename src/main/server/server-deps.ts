import type { RequestHandler } from 'express';
import type { ConfinementStatus } from '../../shared/safety/confinement.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Approvals } from '../agent/approvals/approvals.ts';
import type { McpServerStatus } from '../agent/mcp/mcp-manager.ts';
import type { Logger } from '../log/logger.ts';
import type { EmbeddingsRequest } from '../model/services/embeddings.ts';
import type { Reachability } from '../model/services/reachability.ts';
import type { Redactor } from '../log/redactor.ts';
import type { Runs } from '../runs/runs.ts';
import type { ResponseStore } from '../store/response-store.ts';
import type { Tasks } from '../tasks/scheduler.ts';
import type { TaskBook } from '../tasks/task-book.ts';
import type { ReadFileText } from '../documents/read-file-text.ts';
import type { ParseInThread } from './requests/json/parse-in-thread.ts';
import type { ResponseCore } from './routes/responses/response-core.ts';
import type { ServerBinding } from './listening/server-control.ts';

/** What the API is built on. Functions are called at each request, so that a change applies at once. */
export interface ServerDeps extends ServerBinding {
  settings: () => Settings;
  /** Undefined when the person has cleared it. */
  apiKey: () => string | undefined;
  runs: Runs;
  approvals: Approvals;
  /**
   * Drops what outlives the runs of a conversation that is deleted: answers that held for it, its
   * private files. Left out: there is nothing of the kind.
   */
  forgetConversation?: (conversationId: string) => void;
  store: ResponseStore;
  tasks: TaskBook & Pick<Tasks, 'runNow'>;
  /** Shared with what goes on with conversations beside this API; left out: its own. */
  core?: ResponseCore;
  logger: Logger;
  redactor: Pick<Redactor, 'redact' | 'redactHeaders' | 'redactBody'>;
  version: string;
  /** How the wall around what the agent starts stands, for whoever asks. */
  confinement: () => Promise<ConfinementStatus>;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Undefined where PDF files cannot be read. */
  readFile: ReadFileText;
  /** Parses a large JSON text without holding up the host. */
  parseLargeJson: ParseInThread;
  /** How the MCP servers stand; their words without keys of ours. */
  mcpServers: () => McpServerStatus[];
  /** Embeddings of the model service, as JSON; throws {@link UpstreamError}. */
  embed: (request: EmbeddingsRequest, signal: AbortSignal) => Promise<Buffer>;
  /** Asks the model service; must not reject, and must honour the signal. */
  reachability: (signal: AbortSignal) => Promise<Reachability>;
}

/** What the routes share. */
export interface RouteDeps extends ServerDeps {
  /** Reads a JSON body into `request.body`; refuses any other type. */
  readBody: RequestHandler;
}
