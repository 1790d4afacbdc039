import { objectIn } from '../../conversation/call-arguments.ts';
import { valueLength, type WrittenCall } from './json-calls.ts';

/** Turns the text of one argument into what its tool expects. */
export type ReadValue = (tool: string, argument: string, text: string) => unknown;

/** DeepSeek's tags are others' with its mark. */
const plainTags = (text: string): string => text.replaceAll('｜DSML｜', '');

/**
 * A call that is named by a tag or by its first word, with its arguments as JSON or one by one:
 * `<function=name>{…}</function>`, `<invoke name="name"><parameter name="a">…`, `name{…}`,
 * `name[ARGS]{…}`, `name<arg_key>a</arg_key><arg_value>…`. Undefined where it is something else.
 */
export function taggedCalls(text: string, read: ReadValue): WrittenCall[] | undefined {
  const calls: WrittenCall[] = [];
  let rest = plainTags(text).trim();
  while (rest !== '') {
    const next = functionTag(rest, read) ?? keyedArguments(rest, read) ?? namedObject(rest);
    if (!next) return undefined;
    calls.push(next.call);
    rest = next.rest.replace(/^[\s,;]+/, '');
  }
  return calls.length > 0 ? calls : undefined;
}

interface Found {
  call: WrittenCall;
  rest: string;
}

const opening = /^<(function|invoke)(?:=|\s+name\s*=\s*)["']?([\w.:/-]+)["']?\s*>/;
const parameter =
  /^\s*<parameter(?:=|\s+name\s*=\s*)["']?([\w.:/-]+)["']?[^>]*>([\s\S]*?)<\/parameter>/;

/** Llama, Qwen Coder, MiniMax, DeepSeek 3.2, Claude's older form. */
function functionTag(text: string, read: ReadValue): Found | undefined {
  const tag = opening.exec(text);
  if (!tag) return undefined;
  const [whole, kind = '', name = ''] = tag;
  const closing = `</${kind}>`;
  const end = text.indexOf(closing);
  const inner = text.slice(whole.length, end < 0 ? undefined : end).trim();
  if (end < 0 && inner === '') return undefined;
  const rest = end < 0 ? '' : text.slice(end + closing.length);
  const object = objectIn(inner);
  if (object) return { call: { name, arguments: object }, rest };
  const args: Record<string, unknown> = {};
  let left = inner;
  for (let found = parameter.exec(left); found; found = parameter.exec(left)) {
    const [all, argument = '', value = ''] = found;
    args[argument] = read(name, argument, withoutEdges(value));
    left = left.slice(all.length);
  }
  return left.trim() === '' ? { call: { name, arguments: args }, rest } : undefined;
}

const keyed = /^\s*<arg_key>([\s\S]*?)<\/arg_key>\s*<arg_value>([\s\S]*?)<\/arg_value>/;

/** GLM. */
function keyedArguments(text: string, read: ReadValue): Found | undefined {
  const name = /^([\w.:/-]+)\s*(?=<arg_key>)/.exec(text);
  if (!name?.[1]) return undefined;
  const args: Record<string, unknown> = {};
  let rest = text.slice(name[0].length);
  for (let found = keyed.exec(rest); found; found = keyed.exec(rest)) {
    const [all, argument = '', value = ''] = found;
    args[argument.trim()] = read(name[1], argument.trim(), withoutEdges(value));
    rest = rest.slice(all.length);
  }
  return { call: { name: name[1], arguments: args }, rest };
}

/** Between a name and its arguments: Mistral's marks, Kimi's and DeepSeek's. */
const named =
  /^(?:function\s*<｜tool▁sep｜>\s*)?(?:call:)?([\w.:/-]+?)(?::\d+)?\s*(?:\[CALL_ID\][\w-]*)?\s*(?:\[ARGS\]|<\|tool_call_argument_begin\|>|<｜tool▁sep｜>|<\|message\|>)?\s*(?:```(?:json)?\s*)?(?=\{)/;

/** Mistral, Kimi, DeepSeek. */
function namedObject(text: string): Found | undefined {
  const found = named.exec(text);
  if (!found?.[1]) return undefined;
  const after = text.slice(found[0].length);
  const length = valueLength(after);
  const object = objectIn(after.slice(0, length));
  if (length === 0 || !object) return undefined;
  const rest = after.slice(length).replace(/^\s*```/, '');
  return { call: { name: found[1], arguments: object }, rest };
}

/** Templates put a value between two line breaks. */
function withoutEdges(value: string): string {
  return value.replace(/^\r?\n/, '').replace(/\r?\n$/, '');
}
