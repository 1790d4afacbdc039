import { estimateTokens } from '../conversation/measure.ts';
import type { Model } from '../model.ts';
import { createHttpSender, textOf, type SendHttp } from '../upstream/http/http-sender.ts';
import type { ConfiguredService } from './service.ts';
import { UpstreamError } from '../upstream/errors/upstream-error.ts';

/** An answer needs some room too; tokens. */
const leastAnswer = 256;

/** Whether this service is Ollama: chosen by its name, or by its port. */
export function isOllama(provider: string, baseUrl: string): boolean {
  return provider === 'ollama' || new URL(baseUrl).port === '11434';
}

/**
 * A model of Ollama's, which gives each a context by the memory there is: 4,096 tokens on most
 * computers (docs.ollama.com/context-length). A request cannot ask for more over the OpenAI API, and
 * of a longer one Ollama drops the beginning without a word: the agent's instructions and tools. So
 * the context in force is asked for, conversations are summed up by it, and what cannot fit is
 * refused with the way out.
 * @param patienceMs for Ollama to load the model, in milliseconds
 */
export function withOllamaContext(
  model: Model,
  service: ConfiguredService,
  patienceMs: number,
): Model {
  /** Tokens; null where Ollama does not tell (older versions, models in its cloud). */
  let inForce: number | null | undefined;
  return {
    name: model.name,
    get contextWindow() {
      return Math.min(model.contextWindow, inForce ?? Number.POSITIVE_INFINITY);
    },
    get learned() {
      return model.learned ?? [];
    },
    forgetLearned: () => model.forgetLearned?.(),
    async complete(request, options) {
      // Each time anew: Ollama may have been started again with another, and answers at once.
      if (inForce !== null) {
        inForce = await contextInForce(model.name, service, options.signal, patienceMs);
      }
      const needed = estimateTokens(request.messages, request.tools) + leastAnswer;
      if (typeof inForce === 'number' && needed > inForce) {
        throw new UpstreamError(tooSmall(model.name, inForce, needed), { kind: 'bad_request' });
      }
      return model.complete(request, options);
    },
  };
}

function tooSmall(name: string, inForce: number, needed: number): string {
  const [has, needs] = [inForce, Math.ceil(needed / 100) * 100].map((tokens) =>
    tokens.toLocaleString('en'),
  );
  return (
    `Ollama gives ${name} a context of ${has} tokens, and this request takes about ${needs}: Ollama would drop its beginning without a word. ` +
    'Raise the context length in the settings of Ollama, or start it with OLLAMA_CONTEXT_LENGTH=32768.'
  );
}

/** Undefined where Ollama cannot be asked: the call itself will say why. */
async function contextInForce(
  name: string,
  { baseUrl, apiKey }: ConfiguredService,
  signal: AbortSignal,
  patienceMs: number,
): Promise<number | null | undefined> {
  const { origin, pathname } = new URL(baseUrl);
  const root = pathname.replace(/\/v1$/, '');
  const headers = {
    'content-type': 'application/json',
    connection: 'close',
    ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
  };
  const send = await createHttpSender(origin);
  const ask = async (request: Pick<Parameters<SendHttp>[0], 'method' | 'path' | 'body'>) => {
    const either = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    const { status, body } = await send({ ...request, headers }, either);
    const text = await textOf(body, longestAnswer);
    return status === 200 ? text : undefined;
  };
  try {
    const look = async (): Promise<number | null> =>
      contextIn(await ask({ method: 'GET', path: `${root}/api/ps`, body: null }), name);
    const loaded = await look();
    if (loaded !== null) return loaded;
    // Without a prompt this only loads the model, which the call would do first anyway.
    const load = JSON.stringify({ model: name, stream: false });
    await ask({ method: 'POST', path: `${root}/api/generate`, body: load });
    return await look();
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** Most of an answer that is read, in bytes. */
const longestAnswer = 2 ** 20;

/** The context of a loaded model in the answer to `/api/ps`; null where it does not stand there. */
function contextIn(answer: string | undefined, name: string): number | null {
  if (answer === undefined) return null;
  const { models = [] } = JSON.parse(answer) as {
    models?: { name?: string; context_length?: number }[];
  };
  // A name without a tag means this one.
  const names = [name, `${name}:latest`];
  return models.find((model) => names.includes(model.name ?? ''))?.context_length ?? null;
}
