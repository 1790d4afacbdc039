import type { ChatMessage } from '../../../model.ts';
import type { Body } from '../body.ts';
import type { Fact, Shape } from '../fact.ts';
import { changes } from '../reshape.ts';
import type { Refusal } from './refusal.ts';

/** What a refusal says of the conversation, and the forms that may be meant, the likeliest first. */
const readings: readonly { said: RegExp; shapes: readonly Shape[] }[] = [
  // Thinking models that want back what led to their calls.
  {
    said: /reasoning\w*.*(?:missing|passed back|required)|missing.*reasoning/i,
    shapes: ['reasoning_always'],
  },
  { said: /thought_?signature/i, shapes: ['signed_calls'] },
  {
    said: /developer['"`]? .*(?:not|unknown|one of|unsupported)|(?:role|variant|value)\W+developer|developer.*is not/i,
    shapes: ['developer_as_system'],
  },
  {
    said: /(?:tools?\b|toolConfig).{0,60}(?:must|required?|expects?|defin|pass|param|present|provid)|(?:tool_use|tool_calls|toolUse|tool_result).{0,80}(?:tools|toolConfig)/i,
    shapes: ['calls_as_text'],
  },
  {
    said: /tool.?call.?id|tool_?use.?id|tool_calls.{0,10}\.id|toolUseId|\bid\b.{0,60}(?:length|pattern|match|charact|format|alphanumeric)/i,
    shapes: ['short_ids'],
  },
  {
    said: /\bname\b.{0,60}(?:empty|required|missing|must|should)|(?:require|missing|must have|needs?).{0,30}\bname\b/i,
    shapes: ['tool_names'],
  },
  {
    said: /prefill|last (?:message|role)|(?:must|should) end with|final (?:message|role)|2 or more assistant|end(?:s|ing) with/i,
    shapes: ['user_last', 'alternating'],
  },
  {
    said: /role ['"`]?user['"`]? after role ['"`]?tool/i,
    shapes: ['bridged_tools', 'alternating'],
  },
  {
    said: /system.{0,60}(?:first|beginning|start|only one|single|multiple|top)|(?:first|beginning).{0,60}system|got system|role ['"`]?system['"`]? after/i,
    shapes: ['system_first', 'system_as_user'],
  },
  {
    said: /system|developer instruction/i,
    shapes: ['system_as_user', 'system_first'],
  },
  {
    said: /alternat|consecutive|same role|in a row|unexpected role|expected (?:last )?role|roles? (?:must|should|order)|(?:must|should) (?:start|begin|be) .{0,30}user|first (?:message|content|role|non-system).{0,40}user|multiturn|comes? immediately after|conversation roles?/i,
    shapes: ['alternating', 'bridged_tools', 'system_first'],
  },
  {
    said: /null|none\b|nil\b|undefined/i,
    shapes: ['no_null', 'no_empty'],
  },
  {
    said: /empty|blank|whitespace|at least (?:1|one) character|must have (?:some |non)?.{0,12}content|no content|non-?empty|too short|minimum length/i,
    shapes: ['no_empty', 'no_null'],
  },
  {
    said: /\bcontent\b.{0,80}(?:string|str\b|text|sequence|array|list|type)|(?:string|str\b|sequence).{0,80}\bcontent\b/i,
    shapes: ['no_null', 'plain_text', 'no_empty'],
  },
  {
    said: /\bcontent\b.{0,60}(?:required|missing|field)|(?:required|missing).{0,60}\bcontent\b/i,
    shapes: ['no_null', 'no_empty', 'plain_text'],
  },
  {
    said: /invalid type: (?:sequence|map|null)|did not match any variant/i,
    shapes: ['plain_text', 'no_null'],
  },
  {
    // Of the messages it is said that they are wrong, and no word why.
    said: /messages?['"`]? ?(?:参数非法|(?:is|are) (?:invalid|not valid))|\binvalid (?:value for )?['"`]?messages?\b/i,
    shapes: ['no_empty', 'no_null', 'alternating', 'user_last'],
  },
  {
    // A template that broke, and no word why.
    said: /jinja|chat.?template|prompt.?template|TemplateError|render/i,
    shapes: ['alternating', 'system_as_user', 'no_null', 'plain_text', 'tool_names'],
  },
];

/** Forms of the conversation that may be what a refusal is about: only those that would change it. */
export function shapeLessons({ text }: Refusal, body: Body): Fact[][] {
  const { messages, tools } = body;
  if (!Array.isArray(messages)) return [];
  // What is wrong and where it is may stand on lines of their own.
  const line = text.replaceAll('\n', ' ');
  const meant = new Set(readings.flatMap(({ said, shapes }) => (said.test(line) ? shapes : [])));
  return [...meant]
    .filter((shape) => changes(messages as ChatMessage[], shape, Array.isArray(tools)))
    .map((shape) => [{ kind: 'shape', shape }]);
}

const standard: ReadonlySet<string> = new Set([
  'role',
  'content',
  'tool_calls',
  'tool_call_id',
  'id',
  'type',
  'function',
]);

/** Fields beside the standard, of messages or of calls, that a refusal names. */
export function messageFieldLessons({ text }: Refusal, body: Body): Fact[][] {
  const { messages } = body;
  if (!Array.isArray(messages)) return [];
  const fields = new Set<string>();
  for (const message of messages as Record<string, unknown>[]) {
    for (const field of Object.keys(message)) if (!standard.has(field)) fields.add(field);
    for (const call of (message['tool_calls'] ?? []) as object[]) {
      for (const field of Object.keys(call)) if (!standard.has(field)) fields.add(field);
    }
  }
  const named = [...fields].filter((field) => new RegExp(`(?<!\\w)${field}(?!\\w)`).test(text));
  return named.length > 0 ? [named.map((field): Fact => ({ kind: 'message_field', field }))] : [];
}
