import { isRecord } from '../../../../shared/is-record.ts';
import { objectIn } from '../../conversation/call-arguments.ts';

/** A call as a model wrote it: the name, and its arguments as JSON text or as an object. */
export interface WrittenCall {
  name: string;
  arguments: Record<string, unknown>;
}

const nameFields = ['name', 'tool_name', 'tool', 'function', 'function_name', 'action'] as const;
const argumentFields = [
  'arguments',
  'parameters',
  'args',
  'input',
  'tool_input',
  'action_input',
  'params',
  'kwargs',
] as const;
/** What may stand beside a name and arguments. */
const otherFields: ReadonlySet<string> = new Set([
  'id',
  'type',
  'index',
  'tool_call_id',
  'call_id',
]);

/** First fields by which a JSON text may be a call. */
export const firstFields: ReadonlySet<string> = new Set([
  ...nameFields,
  ...argumentFields,
  ...otherFields,
  'tool_calls',
  'function_call',
]);

/** The calls in JSON values, one after the other or in a list. Undefined where one of them is none. */
export function callsInJson(text: string): WrittenCall[] | undefined {
  const values = valuesIn(text);
  if (!values || values.length === 0) return undefined;
  const calls = values.flat().map(callIn);
  const all = calls.flatMap((call) => call ?? []);
  return all.length > 0 && calls.every((call) => call !== undefined) ? all : undefined;
}

function callIn(value: unknown): WrittenCall[] | undefined {
  if (!isRecord(value)) return undefined;
  const { tool_calls: several, function_call: single } = value;
  if (Array.isArray(several)) {
    const calls = several.map(callIn);
    return calls.every((call) => call !== undefined) ? calls.flat() : undefined;
  }
  if (isRecord(single)) return callIn(single);
  if (isRecord(value['function'])) return callIn(value['function']);
  const named = nameFields.find((field) => typeof value[field] === 'string');
  const given = argumentFields.find((field) => field in value);
  if (!named || !given) return undefined;
  const strange = Object.keys(value).some(
    (field) => field !== named && field !== given && !otherFields.has(field),
  );
  const args = argumentsOf(value[given]);
  if (strange || !args) return undefined;
  return [{ name: value[named] as string, arguments: args }];
}

/** Arguments as an object, or as JSON text of one. */
function argumentsOf(value: unknown): Record<string, unknown> | undefined {
  if (value === null) return {};
  if (isRecord(value)) return value;
  return typeof value === 'string' ? objectIn(value) : undefined;
}

/** JSON values that stand one after the other; undefined where there is anything else. */
function valuesIn(text: string): unknown[] | undefined {
  const values: unknown[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const length = valueLength(rest);
    if (length === 0) return undefined;
    try {
      values.push(JSON.parse(rest.slice(0, length)));
    } catch {
      // It looked like JSON, and is none.
      return undefined;
    }
    rest = rest.slice(length).replace(/^[\s,;]+/, '');
  }
  return values;
}

/** How long the object or list is with which a text begins; 0 where it begins with none. */
export function valueLength(text: string): number {
  if (!/^[{[]/.test(text)) return 0;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return 0;
}
