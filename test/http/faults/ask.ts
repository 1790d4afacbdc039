import OpenAI, { APIError } from 'openai';
import type { TestHost } from '../../support/test-host.ts';

/** What a client saw of an answer, however it asked. */
export interface Answer {
  text: string;
  /** Whether the server said that this is the whole answer. */
  complete: boolean;
  /** Undefined where the answer carried no usage. */
  totalTokens: number | undefined;
  /** What the `openai` client threw. */
  error: { status: number | undefined; code: string; message: string } | undefined;
}

/** One way to ask a host for an answer. */
export type Ask = (host: Pick<TestHost, 'url' | 'key'>, signal?: AbortSignal) => Promise<Answer>;

const model = 'hermes-agent';
const input = 'Hello';
const messages = [{ role: 'user' as const, content: input }];

/** Every way in which a client can ask, by name. */
export const ways: Record<string, Ask> = {
  'chat, plain': way(async (client, answer, options) => {
    const { choices, usage } = await client.chat.completions.create({ model, messages }, options);
    answer.text = choices[0]?.message.content ?? '';
    answer.complete = choices[0]?.finish_reason === 'stop';
    answer.totalTokens = usage?.total_tokens;
  }),
  'chat, streaming': way(async (client, answer, options) => {
    const stream = await client.chat.completions.create({ model, messages, stream: true }, options);
    for await (const { choices, usage } of stream) {
      answer.text += choices[0]?.delta.content ?? '';
      answer.complete ||= choices[0]?.finish_reason === 'stop';
      answer.totalTokens ??= usage?.total_tokens;
    }
  }),
  'responses, plain': way(async (client, answer, options) => {
    const response = await client.responses.create({ model, input }, options);
    answer.text = response.output_text;
    answer.complete = response.status === 'completed';
    answer.totalTokens = response.usage?.total_tokens;
  }),
  'responses, streaming': way(async (client, answer, options) => {
    const stream = await client.responses.create({ model, input, stream: true }, options);
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') answer.text += event.delta;
      if (event.type !== 'response.completed') continue;
      answer.complete = true;
      answer.totalTokens = event.response.usage?.total_tokens;
    }
  }),
};

/** The official client with its retries: what must not be repeated must not be repeated by it. */
function way(
  ask: (
    client: OpenAI,
    answer: Answer,
    options: { signal: AbortSignal | undefined },
  ) => Promise<void>,
): Ask {
  return async (host, signal) => {
    const client = new OpenAI({ baseURL: `${host.url}/v1`, apiKey: host.key ?? 'none' });
    const answer: Answer = { text: '', complete: false, totalTokens: undefined, error: undefined };
    try {
      await ask(client, answer, { signal });
    } catch (error) {
      // Anything else is a failure of the test itself.
      if (!(error instanceof APIError)) throw error;
      const { status, code, message } = error as APIError<number | undefined>;
      answer.error = { status, code: code ?? '', message };
    }
    return answer;
  };
}

/** Asks in the most simple way. */
export const askPlainly: Ask = ways['chat, plain']!;
