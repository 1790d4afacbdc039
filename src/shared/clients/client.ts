import type { ClientCalls } from './calls.ts';

/**
 * All that is known of one client. What a client claims to be is not proven: a record may change how
 * something is told to it, never what it may do.
 */
export interface Client {
  /** Also what `X-Hermes-Client` names it by. */
  id: string;
  name: string;
  /**
   * A `library` (or a browser) serves somebody's own program, so that people are shown what that calls
   * itself; a `program` is shown by its name.
   */
  kind: 'program' | 'library';
  signs: ClientSigns;
  /** What is told to it otherwise than usual. */
  told?: Partial<Telling>;
  /**
   * Whether it sends a request again that its own time-out broke off, without saying so by
   * `x-stainless-retry-count`: `whole` where the answer is not streamed, `always` streams too. Where a
   * person may have stopped it, and asks anew with the same words, this must be left out.
   */
  repeatsUnsaid?: 'whole' | 'always';
  /** How its requests for titles, tags and the like begin. */
  lightOpenings?: readonly LightOpening[];
  /** A header, in lower case, that is empty on such requests and filled on chats. */
  lightSign?: string;
}

/** What gives a client away in the headers of its requests. */
export interface ClientSigns {
  /** Headers that nobody else sends, whatever they hold; lower case, `*` at the end for any ending. */
  headers?: readonly string[];
  /** In `X-Title`, by which programs name themselves. */
  title?: RegExp;
  userAgent?: RegExp;
  /** In `Origin`, `Referer` or `HTTP-Referer`: the page that calls, or the program's home page. */
  page?: RegExp;
}

/** How things are told to a client. */
export interface Telling {
  /**
   * Until when reasoning (tool lines and heartbeats included) is told in a streamed chat completion.
   * `before-text`: the client takes what comes later for the beginning of hidden thinking.
   */
  reasoning: 'any-time' | 'before-text';
  /**
   * How the failure of a streamed chat completion is told. `words-first`: the client drops the words of
   * an error frame, so they come as text before it.
   */
  streamErrors: 'frame' | 'words-first';
  /**
   * Whether calls of server tools are items of a response. Who takes them for calls of their own runs
   * them, refuses them, or asks again for ever. `alone`: shown where the client has no tools of its
   * own; `always`: also beside those.
   */
  serverCalls: 'hidden' | 'alone' | 'always';
  /** How the output of a server call is written in a response; OpenAI's contract allows both. */
  callOutput: 'string' | 'parts';
  /**
   * What a streamed response shows while nothing happens. `event`: the client takes comments for
   * silence, and breaks off after a while of it; it must pass over events that it does not know.
   */
  silence: 'comment' | 'event';
}

/** What is told to a client of which nothing else is known. */
const asUsual: Telling = {
  reasoning: 'any-time',
  streamErrors: 'frame',
  serverCalls: 'hidden',
  callOutput: 'string',
  silence: 'comment',
};

/** How things are told to this client. */
export function tellingOf(client: Client): Telling {
  return { ...asUsual, ...client.told };
}

/** The first words of a light request, and where they stand. */
export interface LightOpening {
  /**
   * `user`: the last user message; `system`: the system (or developer) message; `trailing`: a system
   * message behind the conversation.
   */
  place: 'user' | 'system' | 'trailing';
  /** Matched against the beginning of the text. */
  words: RegExp;
  /** False where the client never streams such requests, so that a streamed one is a chat. */
  streamed?: boolean;
  /** Whether the client's own tools may come along; without them, such a request is a chat. */
  withTools?: boolean;
}

/** Where a client runs, which decides by what name it reaches this computer. */
type Reach =
  /** A program on this computer. */
  | 'program'
  /** A page in a browser: preflights, and an origin that must be allowed. */
  | 'browser'
  /** A server of its own, mostly in a Docker container. */
  | 'container';

/** A value the client asks for, under the client's own label. */
export interface ClientField {
  /** As the client's screen or configuration calls it. */
  label: string;
  /** A template; see `fillIn`. `{key}` alone stands for the API key. */
  value: string;
  hint?: string;
}

/** A command or a file to copy. */
export interface ClientSnippet {
  /** What it is, or the file it belongs in. */
  title: string;
  language: 'sh' | 'yaml' | 'toml' | 'json' | 'env' | 'python' | 'ts';
  /** A template; see `fillIn`. */
  text: string;
}

/**
 * A client and all that a person needs to connect it. Texts may mark names with `**` and code with
 * backticks.
 */
export interface ConnectableClient extends Client {
  /** One line: what it is. */
  about: string;
  group: 'Chat apps' | 'Self-hosted' | 'Code';
  reach: Reach;
  fields: readonly ClientField[];
  /** In order; templates. */
  steps: readonly string[];
  snippets?: readonly ClientSnippet[];
  /** What else is worth knowing; templates. */
  notes?: readonly string[];
  /** The web origins it calls with where they are always the same; on Windows the second. */
  webOrigins?: readonly [string, string];
  /** Whether a link sets it up. */
  link?: 'chatbox' | 'nextchat';
  /** The guide's file name in `docs/clients`, without `.md`. */
  guide: string;
  /** How it calls the server; the self-test calls so. */
  calls: ClientCalls;
}
