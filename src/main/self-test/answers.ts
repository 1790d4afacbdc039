import type { z } from 'zod';
import { SelfTestFailure, parseJson } from './failures.ts';

/** A 1 × 1 PNG, as ChatBox's Check sends one. */
export const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** What the test asks; short, since a model answers it. */
export const questions = {
  plain: 'Hi. Answer with one short sentence and use no tools.',
  stream: 'Count from one to five in words and use no tools.',
  tool: 'What is the weather in Berlin? Call get_weather if you have it.',
  image: 'Name the main colour of this picture in one word and use no tools.',
} as const;

const parameters = {
  type: 'object',
  properties: { city: { type: 'string', description: 'The name of a city' } },
  required: ['city'],
} as const;

const description = 'The weather in a city';

/** A function that this client would run itself, as each API declares it. */
export const weatherTool = {
  name: 'get_weather',
  chat: { type: 'function', function: { name: 'get_weather', description, parameters } },
  responses: { type: 'function', name: 'get_weather', description, parameters },
} as const;

/**
 * The body of an answer, checked.
 * @param what the answer should be, for the person: "chat completion"
 * @throws {SelfTestFailure} naming the first field that is wrong
 */
export function parseAnswer<Body>(schema: z.ZodType<Body>, body: string, what: string): Body {
  const parsed = schema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SelfTestFailure(
    `The answer is no ${what}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    { cause: parsed.error },
  );
}

/**
 * What to say of a text that was asked for: its beginning, on one line and in quotes.
 * @throws {SelfTestFailure} when there is none
 */
export function describeText(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  if (line === '') throw new SelfTestFailure('The answer holds no text.');
  return `“${line.length > 120 ? `${line.slice(0, 120)}…` : line}”`;
}

/**
 * What to say of an answer to a request that declared our function: to call it, and to answer without
 * it, are both fine.
 * @param calls the names of the functions that were called
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
  if (text.trim() === '') throw new SelfTestFailure('The answer holds neither text nor a call.');
  return `The model answers without calling it: ${describeText(text)}`;
}

/** Counts the pieces of a streamed text, and how long the first one took. */
export class PieceCounter {
  readonly #now: () => number;
  readonly #began: number;
  #first: number | undefined;
  #pieces = 0;

  /** @param now milliseconds; to be made when the question is asked */
  constructor(now: () => number) {
    this.#now = now;
    this.#began = now();
  }

  /** A piece of text has come. */
  add(): void {
    this.#first ??= this.#now() - this.#began;
    this.#pieces += 1;
  }

  /**
   * What to say of the stream once it has ended.
   * @throws {SelfTestFailure} when it held no text
   */
  describe(): string {
    if (this.#first === undefined) throw new SelfTestFailure('The stream ended without any text.');
    const pieces = this.#pieces === 1 ? 'piece' : 'pieces';
    return `First text after ${Math.round(this.#first)} ms; ${this.#pieces} ${pieces}`;
  }
}
