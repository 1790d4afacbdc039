import type { ModelChoice } from '../../../shared/desktop-state.ts';
import { textOf } from '../upstream/http/http-sender.ts';
import { createUpstreamClient, type UpstreamClient } from '../upstream/http/upstream-client.ts';
import { brokenReply, UpstreamTrouble } from '../upstream/errors/trouble.ts';
import { describeUpstreamFailure } from '../upstream/errors/upstream-failure.ts';
import type { ConfiguredService } from './service.ts';
import { errorDetailFrom } from '../upstream/errors/error-detail.ts';

/** Most of a list that is read, in bytes; OpenRouter's has more than half a megabyte. */
const longestList = 16 * 2 ** 20;

/**
 * The models a service offers, in its own order.
 * @param timeoutMs for the whole answer, in milliseconds
 * @throws {UpstreamError} in plain words; the signal's reason when aborted
 */
export async function listModels(
  service: ConfiguredService,
  { signal, timeoutMs = 10_000 }: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<ModelChoice[]> {
  const giveUp = new AbortController();
  const silence = new UpstreamTrouble({ kind: 'silence', waitedMs: timeoutMs, begun: false });
  const timer = setTimeout(() => giveUp.abort(silence), timeoutMs);
  const either = signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal;
  try {
    return modelsIn(await readList(createUpstreamClient(service), either));
  } catch (thrown) {
    signal?.throwIfAborted();
    throw describeUpstreamFailure(thrown, service)?.error ?? thrown;
  } finally {
    clearTimeout(timer);
  }
}

async function readList(client: UpstreamClient, signal: AbortSignal): Promise<unknown> {
  const { contentType, body } = await client.models(signal);
  const text = await textOf(body, longestList);
  if (contentType.includes('html')) {
    throw new UpstreamTrouble({ kind: 'web_page', title: errorDetailFrom(text).message });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw brokenReply('its list of models is no JSON', { cause });
  }
}

/** Where services say how much a model reads: OpenRouter, vLLM, Groq, Mistral and LM Studio, llama.cpp. */
const contextFields = [
  'context_length',
  'max_model_len',
  'context_window',
  'max_context_length',
  'loaded_context_length',
] as const;

/**
 * The models in the answer to `/models`: `{data: […]}`, `{models: […]}` or a bare list.
 * @throws {UpstreamTrouble} `broken_reply`, when there is no list in it
 */
export function modelsIn(answer: unknown): ModelChoice[] {
  const { data, models } = (answer ?? {}) as { data?: unknown; models?: unknown };
  const list = [data, models, answer].find((each) => Array.isArray(each)) as unknown[] | undefined;
  if (!list) throw brokenReply('it sent no list of models');
  return list.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const fields = entry as Record<string, unknown>;
    const id = fields['id'] ?? fields['name'] ?? fields['model'];
    return typeof id === 'string' && id !== ''
      ? [{ id, contextWindow: contextWindowIn(fields) }]
      : [];
  });
}

function contextWindowIn(fields: Record<string, unknown>): number | null {
  const meta = (fields['meta'] ?? {}) as Record<string, unknown>;
  const known = [...contextFields.map((name) => fields[name]), meta['n_ctx'], meta['n_ctx_train']];
  const tokens = known.find((value) => typeof value === 'number' && value > 0);
  return typeof tokens === 'number' ? tokens : null;
}
