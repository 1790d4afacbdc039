import type { TestResult } from '../../../shared/desktop-state.ts';
import type { FunctionTool, Model, ModelReply } from '../model.ts';
import { UpstreamError } from '../upstream/errors/upstream-error.ts';

const question = 'Answer with one short sentence: do you hear me?';

/** Only to see whether the service takes one. */
const someTool: FunctionTool = {
  type: 'function',
  function: {
    name: 'current_time',
    description: 'The time of day. Not needed where nobody asks for it.',
    parameters: { type: 'object', properties: {} },
  },
};

/**
 * Asks a model one short question and measures the answer. Never rejects: what goes wrong stands in
 * the result, in plain words.
 * @param onReply told the whole reply so far, with each piece
 */
export async function testConnection(
  model: Model,
  { onReply, signal }: { onReply: (reply: string) => void; signal: AbortSignal },
): Promise<TestResult> {
  const result: TestResult = {
    ok: false,
    reply: '',
    firstTokenMs: null,
    totalMs: 0,
    usage: null,
    error: null,
    takesTools: null,
    contextWindow: model.contextWindow,
    learned: [],
  };
  let startedAt = performance.now();
  const since = (): number => Math.round(performance.now() - startedAt);
  const ask = (tools: FunctionTool[]): Promise<ModelReply> => {
    startedAt = performance.now();
    return model.complete(
      { messages: [{ role: 'user', content: question }], tools, parameters: {} },
      {
        signal,
        onText: (text) => {
          result.firstTokenMs ??= since();
          result.reply += text;
          onReply(result.reply);
        },
        onReasoning: () => {
          result.firstTokenMs ??= since();
        },
      },
    );
  };
  try {
    const answer = await ask([someTool]).catch((error: unknown) => {
      if (!(error instanceof UpstreamError) || error.kind !== 'no_tools') throw error;
      result.takesTools = false;
      return ask([]);
    });
    result.takesTools ??= true;
    result.usage = answer.usage;
    result.ok = result.reply !== '' || answer.toolCalls.length > 0;
    if (!result.ok) result.error = 'The model answered, but with no text.';
  } catch (thrown) {
    result.error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  result.totalMs = since();
  // Some services tell it only once the model is loaded.
  result.contextWindow = model.contextWindow;
  result.learned = model.learned ?? [];
  return result;
}
