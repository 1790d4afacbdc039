import {
  createUpstreamModel,
  type UpstreamModelOptions,
} from '../../../src/main/model/upstream/upstream-model.ts';
import type { Model, ModelReply, ModelRequest } from '../../../src/main/model/model.ts';
import type { ScriptedUpstream } from '../../support/scripted-upstream.ts';

/** A model over the scripted upstream that waits for nothing longer than it must. */
export function modelFor(
  upstream: Pick<ScriptedUpstream, 'url'>,
  options: Partial<UpstreamModelOptions> = {},
): Model {
  return createUpstreamModel({
    label: 'Testers',
    baseUrl: upstream.url,
    apiKey: 'sk-test',
    model: 'test-model',
    contextWindow: 8192,
    firstByteTimeoutMs: 10_000,
    betweenChunksTimeoutMs: 10_000,
    retryBaseMs: 1,
    ...options,
  });
}

export interface Asked {
  reply: ModelReply;
  texts: string[];
  reasonings: string[];
}

/** One call with a plain question, and all that was handed on. */
export async function ask(
  model: Model,
  request: Partial<ModelRequest> = {},
  signal = new AbortController().signal,
  heard: Pick<Asked, 'texts' | 'reasonings'> = { texts: [], reasonings: [] },
  notices: string[] = [],
): Promise<Asked> {
  const reply = await model.complete(
    { messages: [{ role: 'user', content: 'Hi' }], tools: [], parameters: {}, ...request },
    {
      onText: (text) => heard.texts.push(text),
      onReasoning: (text) => heard.reasonings.push(text),
      onNotice: ({ text }) => notices.push(text),
      signal,
    },
  );
  return { reply, ...heard };
}

/** What a rejected promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('It should have failed');
    },
    (error: unknown) => error,
  );
}

/** A chunk as bytes on the wire. */
export function sse(chunk: unknown): string {
  return `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`;
}

/** A chunk with one choice. */
export function delta(fields: object, finishReason: string | null = null): string {
  return sse({ choices: [{ index: 0, delta: fields, finish_reason: finishReason }] });
}
