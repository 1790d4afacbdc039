import type OpenAI from 'openai';
import type { ScriptedReply } from './scripted-upstream.ts';

const created = 1_700_000_000;
const id = 'chatcmpl-scripted';

/** The reply as one `chat.completion` object. */
export function completionOf(reply: ScriptedReply, model: string): object {
  const toolCalls = callsOf(reply);
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content:
            reply.text === undefined && toolCalls.length > 0 ? null : pieces(reply.text).join(''),
          ...(reply.reasoning === undefined
            ? {}
            : { reasoning_content: pieces(reply.reasoning).join('') }),
          ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
        },
        finish_reason: finishReasonOf(reply),
      },
    ],
    ...(reply.usage === null ? {} : { usage: usageOf(reply) }),
  };
}

/**
 * The reply as the server-sent events of a stream, as real services cut them: role, reasoning and
 * text deltas, tool calls in pieces by index, finish reason, usage with no choices, `[DONE]`.
 */
export function framesOf(
  reply: ScriptedReply,
  body: OpenAI.Chat.Completions.ChatCompletionCreateParams,
): string[] {
  const frame = (fields: object): string =>
    `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model: body.model, ...fields })}\n\n`;
  const choice = (delta: object, finishReason: string | null = null): string =>
    frame({ choices: [{ index: 0, delta, finish_reason: finishReason }] });

  const frames = [choice({ role: 'assistant', content: '' })];
  for (const piece of pieces(reply.reasoning)) frames.push(choice({ reasoning_content: piece }));
  for (const piece of pieces(reply.text)) frames.push(choice({ content: piece }));
  if (reply.hang === 'mid-text') return frames;
  for (const [index, call] of callsOf(reply).entries()) {
    const { arguments: text, name } = call.function;
    const head = { ...call, function: { name, arguments: '' } };
    frames.push(choice({ tool_calls: [{ index, ...head }] }));
    const third = Math.max(1, Math.ceil(text.length / 3));
    for (let at = 0; at < text.length; at += third) {
      const part = { index, function: { arguments: text.slice(at, at + third) } };
      frames.push(choice({ tool_calls: [part] }));
    }
  }
  frames.push(choice({}, finishReasonOf(reply)));
  if (body.stream_options?.include_usage && reply.usage !== null) {
    frames.push(frame({ choices: [], usage: usageOf(reply) }));
  }
  if (!reply.noDone) frames.push('data: [DONE]\n\n');
  return frames;
}

function pieces(text: string | string[] | undefined): string[] {
  return text === undefined ? [] : [text].flat();
}

function callsOf(reply: ScriptedReply): {
  id?: string;
  type: 'function';
  function: { name: string; arguments: string };
}[] {
  return (reply.toolCalls ?? []).map((call, index) => ({
    ...(call.id === null ? {} : { id: call.id ?? `call_${index + 1}` }),
    type: 'function',
    ...call.extra,
    function: {
      name: call.name,
      arguments:
        typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
    },
  }));
}

function finishReasonOf(reply: ScriptedReply): string {
  return reply.finishReason ?? (reply.toolCalls?.length ? 'tool_calls' : 'stop');
}

function usageOf(reply: ScriptedReply): object {
  const usage = reply.usage ?? {
    prompt_tokens: 10,
    completion_tokens: Math.max(1, pieces(reply.text).length),
  };
  return { total_tokens: usage.prompt_tokens + usage.completion_tokens, ...usage };
}
