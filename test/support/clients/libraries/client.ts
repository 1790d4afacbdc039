import type { ClientsBench } from './bench.ts';

/** The form in which a client asks. */
export type Api = 'chat' | 'responses' | 'completions';

/** What a client is to do: ask, as its own users have it ask, and give what came. */
export interface Task {
  api: Api;
  stream: boolean;
  /** What the person says, turn by turn, in one conversation. */
  turns: string[];
  /** Whether the client offers its tool, and answers when it is called. */
  ownTool: boolean;
  /** Whether the answer is asked for as an object: `{ city: string, degrees: number }`. */
  object: boolean;
  /** Seconds that the client waits for an answer; left out: as it comes. */
  timeout?: number;
}

/** What a client has got. */
export interface Outcome {
  /** The answers as the client shows them, one a turn. */
  texts: string[];
  /** The object that it made of the answer. */
  object?: unknown;
}

/** The tool of a client's own: what a model calls, and a piece of what it is told then. */
export interface OwnTool {
  name: string;
  arguments: object;
  gives: string;
}

/** What `get_weather` of the scripts in `drivers/` is. */
export const weather: OwnTool = {
  name: 'get_weather',
  arguments: { city: 'Paris' },
  gives: 'Sunny in Paris, 21 degrees',
};

/** One client as it is published, ready to be asked. */
export interface StartedClient {
  /** The package and its version, as it was found in its registry. */
  version: string;
  /**
   * Has the client do a task.
   * @param stop stopped by a person, in the way this client has for it
   * @throws {Error} with the client's own words, where it fails
   */
  ask(task: Task, stop?: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}

/** Where a client works: the host, and a folder of its own, which is also its home. */
export interface Place extends Pick<ClientsBench, 'base' | 'key'> {
  folder: string;
}

/** Whether an answer comes in pieces. */
export type How = 'whole' | 'streamed';

/** What the table asks of each client. */
export type Cell =
  | 'plain'
  | 'stream'
  | 'server tool'
  | 'own tool'
  | 'both tools'
  | 'object'
  | 'stop'
  | 'fails once'
  | 'fails for good'
  | 'is impatient'
  | 'second turn';

/** All that the table knows of a client. */
export interface ClientRecord {
  name: string;
  /** As `GET /v1/runs` names it. */
  shownAs: string | RegExp;
  apis: Api[];
  /** Left out: as it is asked to. */
  streams?: 'always' | 'never';
  ownTool: OwnTool;
  /**
   * What the client cannot do, and why. A key is a cell; where it can by another API, or otherwise, an
   * API and a cell: `responses: object`, `responses: object, streamed`.
   */
  cannot: Partial<Record<Cell | `${Api}: ${Cell}` | `${Api}: ${Cell}, ${How}`, string>>;
  start(place: Place): Promise<StartedClient>;
}
