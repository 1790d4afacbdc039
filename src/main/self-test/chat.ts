import { z } from 'zod';
import {
  PieceCounter,
  describeText,
  describeTool,
  parseAnswer,
  picture,
  questions,
  weatherTool,
} from './answers.ts';
import { framesOf } from './event-stream.ts';
import { SelfTestFailure } from './failures.ts';
import type { Probe } from './probe.ts';

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

const chunk = z.object({
  id: z.string(),
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      delta: z.object({
        content: z.string().nullish(),
        reasoning_content: z.string().nullish(),
        tool_calls: z
          .array(z.object({ function: z.object({ name: z.string().nullish() }) }))
          .nullish(),
      }),
    }),
  ),
});

/**
 * A streamed question, judged by what clients break on.
 * @param now milliseconds, for the time to the first text
 * @returns what came back, for the person
 * @throws {SelfTestFailure} naming what a client would stumble over
 */
export async function checkChatStream(
  probe: Probe,
  model: string,
  now: () => number,
): Promise<string> {
  const pieces = new PieceCounter(now);
  const answer = await probe.send('POST', chatPath(probe), {
    model,
    messages: [{ role: 'user', content: questions.stream }],
    stream: true,
    ...probe.calls.extras,
    ...probe.calls.streamExtras,
  });

  const ids = new Set<string>();
  let finish: string | undefined;
  for await (const frame of framesOf(answer, probe.origin)) {
    if (frame.event !== undefined) {
      throw new SelfTestFailure(
        `The stream holds an event named “${frame.event}”; clients built on the AI SDK break on it.`,
      );
    }
    const parsed = chunk.safeParse(frame.data);
    if (!parsed.success) {
      throw new SelfTestFailure(
        `The stream holds what is no chunk: ${JSON.stringify(frame.data).slice(0, 120)}`,
        { cause: parsed.error },
      );
    }
    ids.add(parsed.data.id);
    for (const { delta, finish_reason } of parsed.data.choices) {
      if (delta.tool_calls?.length) {
        throw new SelfTestFailure(
          'The stream calls a tool that the client did not declare; it would call again and again.',
        );
      }
      if (delta.content || delta.reasoning_content) pieces.add();
      finish = finish_reason ?? finish;
    }
  }
  if (finish === undefined) {
    throw new SelfTestFailure(
      'The stream has no finish_reason: clients report an unfinished answer.',
    );
  }
  if (ids.size > 1) {
    throw new SelfTestFailure(
      `The chunks of one answer have ${ids.size} different ids: clients show them as several answers.`,
    );
  }
  return `${pieces.describe()}, ${finish}, [DONE]`;
}
