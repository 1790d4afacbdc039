import { z } from 'zod';
import { parseJson } from './explain.ts';
import type { Probe } from './probe.ts';
import { picture, questions, weatherTool } from './questions.ts';
import { SelfTestFailure } from './self-test-failure.ts';

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
  return `${probe.dialect.root}/chat/completions`;
}

/**
 * A question without streaming.
 * @returns what came back, for the person
 * @throws {SelfTestFailure} when the client could not show the answer
 */
export async function checkChat(probe: Probe, model: string): Promise<string> {
  const { text, tokens } = await complete(probe, model, questions.plain);
  if (text === '') throw new SelfTestFailure('The answer holds no text.');
  return `“${text}”${tokens === undefined ? '' : `, ${tokens} tokens`}`;
}

/** A question with a function that the client runs itself. An honest answer or a call of it is fine. */
export async function checkChatTool(probe: Probe, model: string): Promise<string> {
  const extras = { tools: [weatherTool.chat] };
  const { text, calls } = await complete(probe, model, questions.tool, extras);
  return describeTool(text, calls);
}

/** A question about a picture. */
export async function checkChatImage(probe: Probe, model: string): Promise<string> {
  const { text } = await complete(probe, model, [
    { type: 'text', text: questions.image },
    { type: 'image_url', image_url: { url: picture } },
  ]);
  if (text === '') throw new SelfTestFailure('The answer holds no text.');
  return `“${text}”`;
}

/**
 * What to say of an answer to a request that declared our function.
 * @throws {SelfTestFailure} when the client could not go on from it
 */
export function describeTool(text: string, calls: readonly string[]): string {
  const foreign = calls.filter((name) => name !== weatherTool.name);
  if (foreign.length > 0) {
    throw new SelfTestFailure(
      `The answer calls ${foreign.join(', ')}, which the client did not declare and cannot run.`,
    );
  }
  if (calls.length > 0) return `The model calls ${weatherTool.name}, which the client then runs.`;
  if (text === '') throw new SelfTestFailure('The answer holds neither text nor a call.');
  return `The model answers without calling it: “${text}”`;
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
    ...probe.dialect.extras,
    ...extras,
  });
  const parsed = completion.safeParse(parseJson(await answer.text()));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SelfTestFailure(
      `The answer is no chat completion: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      { cause: parsed.error },
    );
  }
  const { message } = parsed.data.choices[0]!;
  return {
    text: shortened(message.content ?? ''),
    calls: (message.tool_calls ?? []).map((call) => call.function.name),
    tokens: parsed.data.usage?.total_tokens,
  };
}

/** The beginning of an answer, on one line. */
export function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 120)}…` : line;
}
