import { z } from 'zod';
import {
  describeText,
  describeTool,
  parseAnswer,
  picture,
  PieceCounter,
  questions,
  weatherTool,
} from './answers.ts';
import { framesOf } from './event-stream.ts';
import { SelfTestFailure } from './failures.ts';
import type { Probe } from './probe.ts';

const responseBody = z.object({
  status: z.string(),
  error: z.object({ message: z.string() }).nullish(),
  output: z.array(
    z.object({
      type: z.string(),
      name: z.string().optional(),
      content: z.array(z.object({ text: z.string().optional() })).optional(),
    }),
  ),
});

/** The path of responses, as this client builds it. */
export function responsesPath(probe: Probe): string {
  return `${probe.calls.root}/responses`;
}

/**
 * A question without streaming.
 * @returns what came back, for the person
 * @throws {SelfTestFailure} when the client could not show the answer
 */
export async function checkResponse(probe: Probe, model: string): Promise<string> {
  const { text } = await respond(probe, model, questions.plain);
  return describeText(text);
}

/** A question with a function that the client runs itself; else as {@link checkResponse}. */
export async function checkResponseTool(probe: Probe, model: string): Promise<string> {
  const extras = { tools: [weatherTool.responses] };
  const { text, calls } = await respond(probe, model, questions.tool, extras);
  return describeTool(text, calls);
}

/** A question about a picture; else as {@link checkResponse}. */
export async function checkResponseImage(probe: Probe, model: string): Promise<string> {
  const content = [
    { type: 'input_text', text: questions.image },
    { type: 'input_image', image_url: picture },
  ];
  const { text } = await respond(probe, model, [{ type: 'message', role: 'user', content }]);
  return describeText(text);
}

/**
 * A streamed question: every frame's name is its type, the numbers run from 0 without a gap, and it
 * ends with `response.completed`.
 * @param now milliseconds, for the time to the first text
 * @returns what came back, for the person
 * @throws {SelfTestFailure} naming what a client would stumble over
 */
export async function checkResponseStream(
  probe: Probe,
  model: string,
  now: () => number,
): Promise<string> {
  const pieces = new PieceCounter(now);
  const answer = await probe.send('POST', responsesPath(probe), {
    model,
    input: questions.stream,
    stream: true,
    ...probe.calls.extras,
    ...probe.calls.streamExtras,
  });
  let expected = 0;
  let last = '';
  for await (const { event, data } of framesOf(answer, probe.origin)) {
    const type = String(data.type);
    if (event !== type) {
      throw new SelfTestFailure(
        `A frame of the type ${type} is named “${event ?? ''}”; the SDK reads the name.`,
      );
    }
    if (data.sequence_number !== expected) {
      throw new SelfTestFailure(
        `The frames are misnumbered: ${String(data.sequence_number)} came in place of ${expected}.`,
      );
    }
    expected += 1;
    last = type;
    if (type === 'response.output_text.delta') pieces.add();
  }
  if (last !== 'response.completed') {
    throw new SelfTestFailure(`The stream ends with ${last || 'nothing'}, not response.completed.`);
  }
  return `${pieces.describe()}, ${expected} frames, [DONE]`;
}

async function respond(
  probe: Probe,
  model: string,
  input: unknown,
  extras: Record<string, unknown> = {},
): Promise<{ text: string; calls: string[] }> {
  const answer = await probe.send('POST', responsesPath(probe), {
    model,
    input,
    ...probe.calls.extras,
    ...extras,
  });
  const { status, error, output } = parseAnswer(responseBody, await answer.text(), 'response');
  if (status !== 'completed') {
    throw new SelfTestFailure(`The response is ${status}. ${error?.message ?? ''}`.trim());
  }
  const texts = output.flatMap((item) => (item.content ?? []).map((part) => part.text ?? ''));
  return {
    text: texts.join(' '),
    calls: output.filter((item) => item.type === 'function_call').map((item) => item.name ?? ''),
  };
}
