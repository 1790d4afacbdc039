import { z } from 'zod';
import { describeText, describeTool, parseAnswer } from './describe.ts';
import type { Probe } from './probe.ts';
import { picture, questions, weatherTool } from './questions.ts';

const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.enum(['stop', 'length', 'tool_calls', 'content_filter']),
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z.array(z.object({ function: z.object({ name: z.string() }) })).nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.object({ total_tokens: z.number() }).nullish(),
});

/** The path of chat completions, as this client builds it. */
export function chatPath(probe: Probe): string {
  return `${probe.calls.root}/chat/completions`;
}

/**
 * A question without streaming.
 * @returns what came back, for the person
 * @throws {SelfTestFailure} when the client could not show the answer
 */
export async function checkChat(probe: Probe, model: string): Promise<string> {
  const { text, tokens } = await complete(probe, model, questions.plain);
  return `${describeText(text)}${tokens === undefined ? '' : `, ${tokens} tokens`}`;
}

/** A question with a function that the client runs itself; else as {@link checkChat}. */
export async function checkChatTool(probe: Probe, model: string): Promise<string> {
  const extras = { tools: [weatherTool.chat] };
  const { text, calls } = await complete(probe, model, questions.tool, extras);
  return describeTool(text, calls);
}

/** A question about a picture; else as {@link checkChat}. */
export async function checkChatImage(probe: Probe, model: string): Promise<string> {
  const { text } = await complete(probe, model, [
    { type: 'text', text: questions.image },
    { type: 'image_url', image_url: { url: picture } },
  ]);
  return describeText(text);
}

async function complete(
  probe: Probe,
  model: string,
  content: unknown,
  extras: Record<string, unknown> = {},
): Promise<{ text: string; calls: string[]; tokens: number | undefined }> {
  const answer = await probe.send('POST', chatPath(probe), {
    model,
    messages: [{ role: 'user', content }],
    stream: false,
    ...probe.calls.extras,
    ...extras,
  });
  const { choices, usage } = parseAnswer(completion, await answer.text(), 'chat completion');
  const { message } = choices[0]!;
  return {
    text: message.content ?? '',
    calls: (message.tool_calls ?? []).map((call) => call.function.name),
    tokens: usage?.total_tokens,
  };
}
