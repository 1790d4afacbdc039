import OpenAI, { APIError } from 'openai';
import type { TestHost } from '../../support/test-host.ts';

/** What a client saw of an answer, however it asked. */
export interface Answer {
  text: string;
  /** Why the answer ended; undefined where it did not end well. */
  finishReason: string | undefined;
  usage: OpenAI.CompletionUsage | undefined;
  /** What the `openai` client threw; undefined for an answer that is whole. */
  error: { status: number | undefined; code: string; message: string } | undefined;
}

/** One way to ask a host for an answer. */
export type Ask = (host: Pick<TestHost, 'url' | 'key'>, signal?: AbortSignal) => Promise<Answer>;

const messages = [{ role: 'user' as const, content: 'Hello' }];

/** The official client with its retries: what must not be repeated must not be repeated by it. */
export function clientOf(host: Pick<TestHost, 'url' | 'key'>): OpenAI {
  return new OpenAI({ baseURL: `${host.url}/v1`, apiKey: host.key ?? 'none' });
}

/** Every way in which a client can ask, by name. */
export const ways: Record<'plain' | 'streaming', Ask> = {
  plain: async (host, signal) => {
    const answer: Answer = {
      text: '',
      finishReason: undefined,
      usage: undefined,
      error: undefined,
    };
    await tell(answer, async () => {
      const completion = await clientOf(host).chat.completions.create(
        { model: 'hermes-agent', messages },
        { signal },
      );
      const [choice] = completion.choices;
      answer.text = choice?.message.content ?? '';
      answer.finishReason = choice?.finish_reason;
      answer.usage = completion.usage;
    });
    return answer;
  },
  streaming: async (host, signal) => {
    const answer: Answer = {
      text: '',
      finishReason: undefined,
      usage: undefined,
      error: undefined,
    };
    await tell(answer, async () => {
      const stream = await clientOf(host).chat.completions.create(
        { model: 'hermes-agent', messages, stream: true },
        { signal },
      );
      for await (const chunk of stream) {
        const [choice] = chunk.choices;
        answer.text += choice?.delta.content ?? '';
        answer.finishReason = choice?.finish_reason ?? answer.finishReason;
        answer.usage = chunk.usage ?? answer.usage;
      }
    });
    return answer;
  },
};

/** Keeps what the client throws; a failure of the test itself is none of it. */
async function tell(answer: Answer, ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const { status, code, message } = error as APIError<number | undefined>;
    answer.error = { status, code: code ?? '', message };
  }
}
