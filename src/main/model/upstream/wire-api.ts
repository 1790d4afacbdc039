import type { ModelReply, ModelRequest } from '../model.ts';
import type { Body } from './dialect/body.ts';
import type { Dialect } from './dialect/fact.ts';
import type { UpstreamAnswer } from './http/upstream-client.ts';

/** Where the pieces of a reply go as they come, each in the tick in which it came. */
export interface ReplySink {
  onText: (text: string) => void;
  onReasoning: (text: string) => void;
  /** What was handed on as text so far was thinking. */
  onThoughtBefore?: () => void;
}

/** Puts one reply together from what a service sends: chunks of a stream, or one whole answer. */
export interface ReplyBuilder {
  /** Whether anything was handed on; from then on the call cannot be repeated. */
  readonly begun: boolean;
  /** Whether the service said why it stopped; after that only the usage may come. */
  readonly finished: boolean;
  /** Whether nothing more can come, so that the end of the stream need not be waited for. */
  readonly complete: boolean;
  /** Takes the next chunk, or a whole answer. @throws {UpstreamTrouble} `reported` for an error object */
  add(chunk: object): void;
  /** The service said that all has come, why it stopped or not. */
  end(): void;
  /** The whole reply. @throws {UpstreamTrouble} `broken_reply` where it makes no sense, or is cut off */
  reply(): ModelReply;
}

/** In which API a service is asked. */
export interface ApiChoice {
  /** Until it is known better. */
  first: 'chat' | 'responses';
  /** Whether the person chose it, so that no refusal changes it. */
  fixed: boolean;
}

/** One of the APIs in which services are asked: chat completions, or responses. */
export interface WireApi {
  /** The body of a request to a service of which nothing is known. */
  bodyOf(request: ModelRequest): Body;
  /** What of a request cannot be said in it, by the names of parameters. */
  unsayable(request: ModelRequest): readonly string[];
  /** The body for a plain answer in place of a stream. */
  withoutStreaming(body: Body): Body;
  /** Sends it. @throws {UpstreamTrouble} `refused` …, or the network's error */
  send(body: Body, signal: AbortSignal): Promise<UpstreamAnswer>;
  builder(sink: ReplySink, dialect: Dialect): ReplyBuilder;
}
