import type { Model } from '../model.ts';
import { askUntilAnswered, type ServiceCalls } from './ask-until-answered.ts';
import { createApis } from './apis.ts';
import { describeFact, factsOf } from './dialect/fact.ts';
import { openServiceMemory, type ServiceMemory } from './dialect/service-memory.ts';
import type { UpstreamService } from './errors/failure.ts';
import { createUpstreamClient } from './http/upstream-client.ts';
import { createThinkingHabit } from './thinking-habit.ts';
import { createTidying } from './tidy-history.ts';
import { createToolFitting } from './tool-schemas/fit-tools.ts';
import type { PromptCache } from './prompt-cache.ts';
import type { UpstreamLogger } from './upstream-logger.ts';
import type { ApiChoice } from './wire-api.ts';

export interface UpstreamModelOptions {
  /** For messages: "Ollama". */
  label: string;
  /** Without a slash at its end. */
  baseUrl: string;
  /** Left out where the service wants none. */
  apiKey?: string;
  /** The model's id at the service. */
  model: string;
  /** Tokens. */
  contextWindow: number;
  /** Until the first byte of an answer, in milliseconds. */
  firstByteTimeoutMs: number;
  /** Between two pieces of an answer, in milliseconds. */
  betweenChunksTimeoutMs: number;
  /** Left out: chat completions, unless the service wants the other. */
  api?: ApiChoice;
  /** As {@link UpstreamService.promptCache}. */
  promptCache?: PromptCache;
  /** Where what the service does not take is remembered; left out: as long as this model lives. */
  memory?: ServiceMemory;
  logger?: UpstreamLogger;
  /** The first wait before a retry, in milliseconds. */
  retryBaseMs?: number;
}

/**
 * The model behind an OpenAI-compatible service. Survives what real services do: see docs/services.md.
 * What a service turns out not to take is remembered for further calls (`dialect/`).
 */
export function createUpstreamModel(options: UpstreamModelOptions): Model {
  const { label, baseUrl, apiKey, model } = options;
  const { memory = openServiceMemory(), api: choice = { first: 'chat', fixed: false } } = options;
  const hasKey = apiKey !== undefined;
  const { promptCache } = options;
  const service: UpstreamService = {
    label,
    baseUrl,
    model,
    hasKey,
    api: choice,
    ...(promptCache ? { promptCache } : {}),
  };
  const client = createUpstreamClient({ baseUrl, apiKey });
  const tidy = createTidying();
  const calls: ServiceCalls = {
    service,
    apiFor: createApis(client, { baseUrl, model, choice }),
    possible: ({ kind }) => kind !== 'speak' || !choice.fixed,
    fitTools: createToolFitting(),
    memory,
    thinking: createThinkingHabit(model),
    firstByteTimeoutMs: options.firstByteTimeoutMs,
    betweenChunksTimeoutMs: options.betweenChunksTimeoutMs,
    retryBaseMs: options.retryBaseMs ?? 500,
    logger: options.logger,
  };
  return {
    name: model,
    get contextWindow() {
      const known = factsOf(memory.dialectOf(service), 'context').map(({ tokens }) => tokens);
      return Math.min(options.contextWindow, ...known);
    },
    get learned() {
      return memory.dialectOf(service).map(describeFact);
    },
    forgetLearned: () => memory.forget(service),
    complete: (request, callbacks) =>
      askUntilAnswered({ ...request, messages: tidy(request.messages) }, callbacks, calls),
  };
}
