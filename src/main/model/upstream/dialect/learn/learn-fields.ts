import type { Body } from '../body.ts';
import type { Fact } from '../fact.ts';
import { fieldIn, optionalFields } from '../fields.ts';
import { jsonFieldOf } from '../json-answers.ts';
import { brokenLimit } from './limits.ts';
import { namedFields } from './named-fields.ts';
import type { Refusal } from './refusal.ts';
import { wordsAllowed } from './words-allowed.ts';

/** Names of one thing, each of which some service does not know. */
const synonyms: readonly (readonly string[])[] = [['max_tokens', 'max_completion_tokens']];

/** Of two that cannot both be sent, the one that stands earlier here is left out. */
const lessWanted = ['top_p', 'presence_penalty', 'frequency_penalty', 'seed', 'temperature'];

/** What a service may want that was not sent, and what it gets then, in tokens. */
const wantedLength = 8_192;
const lengths = ['max_tokens', 'max_completion_tokens'] as const;

/** What a service may have set as it says: nothing that gives it more than it was to have. */
const settable: ReadonlySet<string> = new Set([
  'reasoning_effort',
  'reasoning.effort',
  'temperature',
  'top_p',
  'verbosity',
  'tool_choice',
]);

const bothRefused =
  /\bboth\b|only one|cannot be (?:used|specified|combined|set) (?:together|with)|mutually exclusive|at the same time|(?:used|specified|set) together|either .{0,40} or\b/i;

/**
 * What may be done about the fields that a refusal names, the likeliest first; each but the JSON form
 * may be left out in the end.
 */
export function fieldLessons(refusal: Refusal, body: Body): Fact[][] {
  const json = jsonFieldOf(body);
  // A schema of the client's that is wrong: the client must know.
  const own = json !== undefined && /invalid (?:json )?schema/i.test(refusal.text);
  const sent = optionalFields(body).filter(([name]) => !(own && name === json));
  const named = namedFields(
    refusal,
    sent.map(([name]) => name),
  );
  const others = named.filter((field) => field !== json);
  return [
    valueAskedFor(refusal, body),
    lengthAskedFor(refusal, body),
    ...jsonLessons(refusal, body, named),
    oneOfTwo(refusal, others),
    others.map((field) => factAbout(field, refusal, body)),
    others.map((field): Fact => ({ kind: 'leave_out', field })),
  ].filter((lesson) => lesson.length > 0);
}

function factAbout(field: string, refusal: Refusal, body: Body): Fact {
  const value = fieldIn(body, field);
  const bound = boundOf(value, refusal.text);
  if (bound) return { kind: 'limit', field, ...bound };
  const other = synonyms.find((names) => names.includes(field))?.find((name) => name !== field);
  if (other && fieldIn(body, other) === undefined) return { kind: 'rename', field, to: other };
  const allowed = typeof value === 'number' ? [] : wordsAllowed(refusal.text);
  return allowed.length > 0 ? { kind: 'words', field, allowed } : { kind: 'leave_out', field };
}

/** The bound of a number, or of how many items a list has. */
function boundOf(value: unknown, text: string): { least?: number; most?: number } | undefined {
  if (typeof value === 'number') return brokenLimit(text, value);
  if (!Array.isArray(value)) return undefined;
  const bound = brokenLimit(text, value.length);
  return bound?.most === undefined || bound.most < 1 ? undefined : bound;
}

/** "`temperature` and `top_p` cannot both be specified." */
function oneOfTwo({ text }: Refusal, named: readonly string[]): Fact[] {
  if (named.length < 2 || !bothRefused.test(text)) return [];
  const field = lessWanted.find((each) => named.includes(each)) ?? named.at(-1)!;
  const beside = named.find((each) => each !== field)!;
  return [{ kind: 'leave_out', field, beside }];
}

/** "… set reasoning_effort to 'none'": by name and value, whether it was sent or not. */
function valueAskedFor({ text }: Refusal, body: Body): Fact[] {
  const said =
    /\bset(?:ting)? [`'"]?([a-z_.]+)[`'"]? ?(?:to|=|:) ?[`'"]?([\w.-]+?)[`'"]?(?=[\s.,;)]|$)/im.exec(
      text,
    );
  const [, field = '', word = ''] = said ?? [];
  if (!settable.has(field)) return [];
  const value = Number.isNaN(Number(word)) ? word : Number(word);
  if (fieldIn(body, field) === value) return [];
  const besideTools = Array.isArray(body['tools']) && /\btools?\b/i.test(text);
  return [{ kind: 'set', field, value, ...(besideTools ? { beside: 'tools' } : {}) }];
}

/** Some services want to be told how long an answer may be. */
function lengthAskedFor({ text, param }: Refusal, body: Body): Fact[] {
  if (!/required|missing/i.test(text)) return [];
  if (lengths.some((name) => fieldIn(body, name) !== undefined)) return [];
  const field = lengths.find(
    (name) => param === name || new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text),
  );
  return field ? [{ kind: 'set', field, value: wantedLength }] : [];
}

/** Weaker and weaker forms in which JSON can be asked for. */
function jsonLessons({ text }: Refusal, body: Body, named: readonly string[]): Fact[][] {
  const field = jsonFieldOf(body);
  if (!field) return [];
  if (/\b(?:contain|include|mention)\b.{0,60}\bjson\b/i.test(text)) return [[{ kind: 'say_json' }]];
  if (!named.includes(field)) return [];
  const beside =
    Array.isArray(body['tools']) && /\b(?:tools?|functions?)\b/i.test(text)
      ? { beside: 'tools' }
      : {};
  const { type } = fieldIn(body, field) as { type?: unknown };
  const wantsSchema = /json_schema['"`]?,? or ['"`]?text/i.test(text);
  const forms: ('schema' | 'object' | 'words')[] = ['words'];
  if (!('beside' in beside)) {
    if (type === 'json_schema') forms.unshift('object');
    else if (wantsSchema) forms.unshift('schema');
  }
  return forms.map((as) => [{ kind: 'json', as, ...beside }]);
}
