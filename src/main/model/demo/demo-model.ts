import { setTimeout as delay } from 'node:timers/promises';
import type { FinishReason, FunctionCall } from '../../../shared/run-events.ts';
import { charactersPerToken, estimateTokens } from '../conversation/measure.ts';
import type { Model, ModelRequest } from '../model.ts';
import type { DemoCommand } from './commands.ts';
import { demoReply } from './reply.ts';

/** Between two words, in milliseconds: quick to read along. */
const pleasantPaceMs = 25;

/**
 * The built-in demo model (product.md): needs no service and no key, follows fixed rules, streams
 * word by word, and shows the tools by real tool calls. The same request gives the same reply.
 */
export function createDemoModel({
  contextWindow,
  paceMs = pleasantPaceMs,
}: {
  /** Tokens. */
  contextWindow: number;
  /** Between two words; 0 sends all at once. */
  paceMs?: number;
}): Model {
  return {
    name: 'demo',
    contextWindow,
    async complete(request, { onText, signal }) {
      signal.throwIfAborted();
      const reply = demoReply(request);
      const { pieces, finishReason } = limited(reply.text, request);
      let text = '';
      for (const piece of pieces) {
        if (paceMs > 0)
          await delay(paceMs, undefined, { signal }).catch(() => signal.throwIfAborted());
        text += piece;
        onText(piece);
      }
      const cut = finishReason === 'length';
      const toolCalls = cut
        ? []
        : reply.calls.map((call, index) => functionCall(call, index, request));
      const callCharacters = toolCalls.length > 0 ? JSON.stringify(toolCalls).length : 0;
      return {
        text,
        reasoning: '',
        toolCalls,
        finishReason: toolCalls.length > 0 ? 'tool_calls' : finishReason,
        usage: {
          inputTokens: estimateTokens(request.messages, request.tools),
          cachedInputTokens: 0,
          outputTokens: pieces.length + Math.ceil(callCharacters / charactersPerToken),
          reasoningTokens: 0,
        },
      };
    },
  };
}

/** The words of a text up to the request's stop sequences and its token limit; a word is a token. */
function limited(
  text: string,
  { parameters }: ModelRequest,
): { pieces: string[]; finishReason: FinishReason } {
  const stops = [parameters.stop ?? []].flat().filter((stop) => stop !== '');
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  const whole = text.slice(0, Math.min(text.length, ...ends));
  const pieces = whole.match(/\s*\S+|\s+$/g) ?? [];
  const most =
    parameters.max_completion_tokens ?? parameters.max_tokens ?? Number.POSITIVE_INFINITY;
  return pieces.length > most
    ? { pieces: pieces.slice(0, most), finishReason: 'length' }
    : { pieces, finishReason: 'stop' };
}

function functionCall(
  { tool, arguments: args }: DemoCommand,
  index: number,
  { messages }: ModelRequest,
): FunctionCall {
  // The place in the conversation makes it unique there, and the same every time.
  return {
    id: `call_demo_${messages.length}_${index}`,
    name: tool,
    arguments: JSON.stringify(args),
  };
}
