import { isRecord } from '../../../../shared/is-record.ts';
import type { FunctionTool } from '../../model.ts';
import { callsInJson, firstFields, type WrittenCall } from './json-calls.ts';
import { markers, namedOpenings, unwrapped } from './markers.ts';
import { pythonicCalls } from './pythonic-calls.ts';
import { taggedCalls, type ReadValue } from './tagged-calls.ts';

/** Longer texts are no calls, in characters; they hold files, at most. */
const longestCall = 2 ** 20;

/** Tells calls that a model writes as text from answers. */
export interface SpokenCalls {
  /** Whether a text that begins like this may be all calls. */
  mayBegin(beginning: string): boolean;
  /** The calls that a whole text is; undefined where anything else stands in it. */
  in(text: string): WrittenCall[] | undefined;
}

/**
 * Small models write their calls into the text where the server does not know their form. A text that
 * is nothing but calls is understood: between the marks of a chat template whatever it calls, without
 * them only a tool that is offered.
 * @param tools offered; with none nothing is understood
 * @param wantsJson whether the answer itself is to be JSON, which then is no call
 */
export function spokenCalls(tools: readonly FunctionTool[], wantsJson: boolean): SpokenCalls {
  if (tools.length === 0) return { mayBegin: () => false, in: () => undefined };
  const offered = new Map(tools.map((tool) => [tool.function.name, tool]));
  const read: ReadValue = (name, argument, text) =>
    valueFor(offered.get(known(name, offered)), argument, text);
  return {
    mayBegin: (beginning) => mayBegin(beginning.trimStart(), offered, wantsJson),
    in(text) {
      if (text.length > longestCall || !mayBegin(text.trimStart(), offered, wantsJson)) {
        return undefined;
      }
      const marked = markedCalls(text.trim(), read);
      if (marked) return named(marked, offered);
      const inner = unwrapped(text);
      const bare =
        markedCalls(inner, read) ??
        (wantsJson ? undefined : callsInJson(inner)) ??
        taggedCalls(inner, read) ??
        pythonicCalls(inner);
      const calls = bare && named(bare, offered);
      return calls?.every(({ name }) => offered.has(name)) ? calls : undefined;
    },
  };
}

/** What stands between marks, and nothing beside it. */
function markedCalls(text: string, read: ReadValue): WrittenCall[] | undefined {
  const calls: WrittenCall[] = [];
  let rest = text;
  while (rest !== '') {
    const [opening, closing] = markers.find(([mark]) => rest.startsWith(mark)) ?? [];
    if (opening === undefined || closing === undefined) return undefined;
    const end = endOf(rest, opening, closing);
    const inner = rest.slice(opening.length, end < 0 ? undefined : end).trim();
    const found = callsIn(unwrapped(inner), read);
    if (!found) return undefined;
    calls.push(...found);
    const after = end < 0 ? '' : rest.slice(end);
    rest = unwrapped(after.startsWith(closing) ? after.slice(closing.length) : after);
  }
  return calls.length > 0 ? calls : undefined;
}

/** Where what an opening begins ends: at its closing, or where the next one begins. -1: nowhere. */
function endOf(text: string, opening: string, closing: string): number {
  const ends = [closing, opening]
    .filter((mark) => mark !== '')
    .map((mark) => text.indexOf(mark, opening.length))
    .filter((at) => at >= 0);
  return ends.length === 0 ? -1 : Math.min(...ends);
}

function callsIn(text: string, read: ReadValue): WrittenCall[] | undefined {
  return (
    callsInJson(text) ??
    taggedCalls(text, read) ??
    pythonicCalls(text) ??
    // Marks within marks: Kimi, DeepSeek, Mistral's several calls.
    (markers.some(([mark]) => text.startsWith(mark)) ? markedCalls(text, read) : undefined)
  );
}

/** Under the names by which the tools are offered: some models put a namespace before them. */
function named(
  calls: readonly WrittenCall[],
  offered: ReadonlyMap<string, FunctionTool>,
): WrittenCall[] {
  return calls.map((call) => ({ ...call, name: known(call.name, offered) }));
}

function known(name: string, offered: ReadonlyMap<string, FunctionTool>): string {
  if (offered.has(name)) return name;
  const plain = name
    .replace(/^(?:functions?|tools?|default_api|api)[.:/]/, '')
    .replace(/:\d+$/, '');
  return offered.has(plain) ? plain : name;
}

/** An argument that is no text by its schema is JSON. */
function valueFor(tool: FunctionTool | undefined, argument: string, text: string): unknown {
  const properties = tool?.function.parameters?.['properties'];
  const schema = isRecord(properties) ? properties[argument] : undefined;
  const type = isRecord(schema) ? schema['type'] : undefined;
  if (type === 'string' || (schema !== undefined && type === undefined)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What is no JSON is meant as it stands.
    return text;
  }
}

function mayBegin(
  beginning: string,
  offered: ReadonlyMap<string, FunctionTool>,
  wantsJson: boolean,
): boolean {
  if (beginning === '') return true;
  const openings = [...markers.map(([opening]) => opening), ...namedOpenings];
  if (openings.some((mark) => mark.startsWith(beginning) || beginning.startsWith(mark)))
    return true;
  const fence = /^`{1,3}$|^```[\w-]*\n?\s*/.exec(beginning);
  const inner = fence ? beginning.slice(fence[0].length) : beginning;
  if (inner === '') return true;
  if (mayBeNamed(inner, offered)) return true;
  return !wantsJson && mayBeJsonCall(inner, offered);
}

/** `[read_file(`, `read_file{`: only by tools that are offered. */
function mayBeNamed(text: string, offered: ReadonlyMap<string, FunctionTool>): boolean {
  const found = /^\[?\s*([A-Za-z_][\w.]*)?\s*([({[]?)/.exec(text)!;
  const [whole, name = '', bracket] = found;
  if (name === '') return text.trim() === '[';
  if (whole.length < text.length || bracket !== '') return bracket !== '' && offered.has(name);
  return [...offered.keys()].some((each) => each.startsWith(name));
}

/** `{"name": "read_file"`, `[{"function": {`: as far as it has come. */
function mayBeJsonCall(text: string, offered: ReadonlyMap<string, FunctionTool>): boolean {
  const found = /^\[?\s*(?:\{\s*(?:"([^"]*)("?)(?:\s*:\s*(?:"([^"\\]*)(")?)?)?)?)?/.exec(text)!;
  const [whole, key, ended, value, valueEnded] = found;
  if (whole === '') return false;
  if (key === undefined) return whole.length === text.length;
  if (ended === '') return [...firstFields].some((field) => field.startsWith(key));
  if (!firstFields.has(key)) return false;
  if (!/^(?:name|tool_name|tool|function|function_name|action)$/.test(key)) return true;
  if (value === undefined || valueEnded === undefined) return true;
  return offered.has(known(value, offered));
}
