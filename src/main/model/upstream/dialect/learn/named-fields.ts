import type { Refusal } from './refusal.ts';

/** What services call a field beside its own name, in the order of their being seen. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  max_tokens: [
    'max_new_tokens',
    'max_output_tokens',
    'max tokens',
    'maximum tokens',
    'num_predict',
  ],
  max_completion_tokens: ['max_output_tokens', 'max tokens', 'maximum tokens'],
  max_output_tokens: ['max_tokens', 'max tokens', 'maximum tokens'],
  stop: ['stop_sequences', 'stop_sequence', 'stop sequences', 'stop words'],
  response_format: [
    'response_mime_type',
    'response mime type',
    'response_schema',
    'json_schema',
    'json_object',
    'json mode',
    'json schema',
    'structured output',
    'structured outputs',
    'guided_json',
    'grammar constraints',
  ],
  'text.format': ['json_schema', 'json_object', 'json mode', 'structured output'],
  reasoning_effort: [
    'reasoning.effort',
    'reasoning value',
    'thinking_level',
    'thinking_budget',
    'thinking_config',
  ],
  'reasoning.effort': ['reasoning_effort'],
  'text.verbosity': ['verbosity'],
  parallel_tool_calls: [
    'parallel tool calls',
    'parallel function calls',
    'disable_parallel_tool_use',
  ],
  'stream_options.include_usage': ['include_usage'],
  logit_bias: ['logits_bias'],
  presence_penalty: ['penalty', 'penalties'],
  frequency_penalty: ['penalty', 'penalties'],
};

/** Names that are words of prose too: they count where something marks them as names. */
const prose: ReadonlySet<string> = new Set([
  'stop',
  'seed',
  'text',
  'reasoning',
  'store',
  'user',
  'include',
]);

/** Up to this many characters around a name of prose something must say that it is a field. */
const nearby = 24;
const marks =
  /param|loc:|argument|field|option|keyword|propert|support|recogni[sz]ed|unknown|unexpected|permitted|allowed|deprecated|extra|invalid|must be|should be|too (long|many)/i;

/** From here on a refusal lists what would be taken instead. */
const instead =
  /(?:,|\.|;|:)?\s*(?:expected one of|(?:supported|allowed|valid|available|permitted|accepted) (?:values|parameters|params|fields|keys|options|arguments|properties|types)|must be one of|should be one of|please use|use ['"`]?[\w.]+['"`]? instead|(?<=[.;,] )use\b|did you mean|input should be|try)\b/i;

/**
 * Which of these fields of a request a refusal is about: the one it names as `param`, else all that
 * its text names, but not those it recommends.
 */
export function namedFields(refusal: Refusal, fields: readonly string[]): string[] {
  const { param } = refusal;
  // The whole path, or the last of it: `body.temperature`.
  const exact = fields.filter(
    (field) => param !== undefined && namesOf(field).some((name) => isPath(param, name)),
  );
  if (exact.length > 0) return exact.slice(0, 1);
  const lines = refusal.text.split('\n').map((line) => line.slice(0, cutAt(line)));
  return fields.filter((field) => lines.some((line) => names(line, field)));
}

/** Where a refusal begins to list what would be taken; its length where it does not. */
function cutAt(line: string): number {
  const at = instead.exec(line)?.index ?? -1;
  // A text that begins with the list is all there is.
  return at > 0 ? at : line.length;
}

function isPath(param: string, name: string): boolean {
  return param === name || param.endsWith(`.${name}`) || param.startsWith(`${name}.`);
}

function names(line: string, field: string): boolean {
  return namesOf(field).some((name) => {
    const pattern = new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, 'gi');
    if (!prose.has(name)) return pattern.test(line);
    return [...line.matchAll(pattern)].some(({ index }) => {
      const [before, after] = [line[index - 1] ?? ' ', line[index + name.length] ?? ' '];
      if (/['"`[\].]/.test(before) && /['"`[\].:]/.test(after)) return true;
      return marks.test(line.slice(Math.max(0, index - nearby), index + name.length + nearby));
    });
  });
}

/** A field as services write it: `top_p`, `topP`, `top-p`, `top p`. */
function namesOf(field: string): string[] {
  return [field, ...(otherNames[field] ?? [])].flatMap((name) => {
    if (!name.includes('_')) return [name];
    const camel = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    return [name, camel, name.replaceAll('_', '-'), name.replaceAll('_', ' ')];
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
