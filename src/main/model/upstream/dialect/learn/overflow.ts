import type { Refusal } from './refusal.ts';

/** A conversation was longer than its model can read. */
export interface Overflow {
  /** What the model reads, in tokens, where it was said. */
  limit: number | undefined;
  /** What the conversation takes, in tokens, where it was said. */
  prompt: number | undefined;
  /** Whether it would fit, but for the length that was allowed to the answer. */
  byAnswer: boolean;
}

const number = String.raw`(\d{1,3}(?:,\d{3})+|\d{3,9})`;

/** Where the limit stands, the surest first. */
const limits = [
  // "n_ctx: 8192", "n_ctx=8192"
  String.raw`\bn_ctx\W{1,5}${number}`,
  // "190000 + 20000 > 200000", "20000 > 4096 - 30"
  String.raw`\d\s*\+\s*\d[\d,]*\s*>\s*${number}`,
  String.raw`\d\s*>\s*${number}\s*-`,
  // "[1, 30720]"
  String.raw`\[\s*\d+\s*,\s*${number}\s*\]`,
  // "context size (16384 tokens)", "tokens allowed (1048575)"; a number alone in parentheses is a code
  String.raw`context (?:length|window|size)\b[^\d\n]{0,24}?\(${number} tokens\)`,
  String.raw`tokens?\b[^\d\n]{0,24}?\(${number}\)`,
  String.raw`limit (?:is|of|for)\b[^\d\n(]{0,32}?${number}`,
  String.raw`(?:context (?:length|window|size|limit)|prompt length|input length|token (?:limit|length)|max size|maximum|limit|<=)(?![^\d\n]{0,12}exceed)[^\d\n(]{0,48}?${number}`,
  String.raw`>=?\s*${number}`,
  String.raw`${number}(?: tokens?)?,?(?: which is)?(?: the)? (?:maximum|max|context|limit)`,
].map((source) => new RegExp(source, 'gi'));

/** Where the length of the conversation stands. */
const prompts = [
  String.raw`${number}(?: tokens)? (?:in the messages|of text input|in your prompt|from the input messages)`,
  String.raw`${number} [\`'"]?inputs?[\`'"]? tokens`,
  String.raw`n_prompt_tokens\W{1,5}${number}`,
  String.raw`${number}\s*\+\s*\d[\d,]*\s*>`,
  String.raw`\d\s*>\s*\d[\d,]*\s*-\s*(\d+)`,
  String.raw`(?:prompt|request|input|messages?)\b[^\d\n]{0,40}?${number}`,
].map((source) => new RegExp(source, 'i'));

const answers =
  /max_(?:completion_|new_|output_)?tokens|in the completion|output tokens|maxTokens/i;

/** Fewer than this is no context, and more is none yet; tokens. */
const [least, most] = [256, 100_000_000];

/** What a refusal says of lengths. It must be known to be about them. */
export function overflowIn({ text }: Pick<Refusal, 'text'>): Overflow {
  const prompt = prompts.map((each) => numberIn(each.exec(text)?.[1])).find(isLength);
  const found = limits.flatMap((each) =>
    [...text.matchAll(each)].map(([, value]) => numberIn(value)),
  );
  const sensible = found.filter(isLength);
  // The prompt may stand where the limit does in other texts.
  const limit = sensible.find((value) => value !== prompt) ?? sensible[0];
  const byAnswer =
    answers.test(text) && limit !== undefined && prompt !== undefined && prompt < limit;
  return { limit, prompt, byAnswer };
}

function numberIn(text: string | undefined): number {
  return text === undefined ? Number.NaN : Number(text.replaceAll(',', ''));
}

function isLength(value: number): boolean {
  return value >= least && value <= most;
}
