import type { TestResult } from '../../shared/desktop-state.ts';
import type { Model } from './model.ts';

const question = 'Answer with one short sentence: do you hear me?';

/**
 * Asks a model one short question and measures the answer. Never rejects: what goes wrong stands in
 * the result, in plain words.
 * @param onReply told the whole reply so far, with each piece
 */
export async function testConnection(
  model: Model,
  { onReply, signal }: { onReply: (reply: string) => void; signal: AbortSignal },
): Promise<TestResult> {
  const startedAt = performance.now();
  const since = (): number => Math.round(performance.now() - startedAt);
  let reply = '';
  let firstTokenMs: number | null = null;
  try {
    const { usage } = await model.complete(
      { messages: [{ role: 'user', content: question }], tools: [], parameters: {} },
      {
        signal,
        onText: (text) => {
          firstTokenMs ??= since();
          reply += text;
          onReply(reply);
        },
        onReasoning: () => {
          firstTokenMs ??= since();
        },
      },
    );
    const error = reply === '' ? 'The model answered, but with no text.' : null;
    return { ok: error === null, reply, firstTokenMs, totalMs: since(), usage, error };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, reply, firstTokenMs, totalMs: since(), usage: null, error };
  }
}
