import { z } from 'zod';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { apiError, invalidRequest } from '../../../errors/api-error.ts';
import type { ReadFileText } from '../../../../documents/read-file-text.ts';
import { textOfFile } from '../../../requests/file-text.ts';
import { fileData } from '../../../requests/schemas/file-data.ts';
import { imageUrl, imageUrlForm } from '../../../requests/schemas/image-url.ts';
import { joinedName } from '../../../requests/client-tools.ts';
import { paramOf, parse } from '../../../requests/schemas/parse.ts';
import { withShortForm } from '../../../requests/schemas/short-form.ts';
import { ownServerLabel } from '../output/output-items.ts';
import type { InputItem } from '../../../../store/response-store.ts';

/** Names what was sent where nothing of the kind is possible. */
const only = (what: string) => ({
  error: (issue: { code?: string; input?: unknown }) => {
    if (issue.code !== 'invalid_union') return undefined;
    const type = (issue.input as { type?: unknown } | null)?.type;
    const given = typeof type === 'string' ? `"${type.slice(0, 60)}"` : 'something without a type';
    return `only ${what} are possible here, not ${given}`;
  },
});

const id = z.string().min(1).nullish();
const text = z.string();
const inputText = z.object({ type: z.literal('input_text'), text });
const outputText = z.object({ type: z.literal('output_text'), text });
const refusal = z.object({ type: z.literal('refusal'), refusal: text });
const image = z.object({
  type: z.literal('input_image'),
  image_url: z.string('images are taken as image_url only').meta(imageUrlForm).pipe(imageUrl),
  detail: z.enum(['auto', 'low', 'high']).nullish(),
});
const file = z.object({
  type: z.literal('input_file'),
  file_data: fileData,
  filename: z.string().nullish(),
});

const contentError = 'must be a string or an array of parts';
/** A string is one part of text: behind this there are only parts. */
const content = <Part extends z.ZodType>(type: 'input_text' | 'output_text', part: Part) =>
  withShortForm(z.array(part, contentError), ['string'], (value) =>
    typeof value === 'string' ? [{ type, text: value }] : value,
  );

// Replayed and hand-written items mix up `input_text` and `output_text`; both are text.
const textPart = z.discriminatedUnion('type', [inputText, outputText], only('input_text parts'));
const answerPart = z.discriminatedUnion(
  'type',
  [outputText, inputText, refusal],
  only('output_text and refusal parts'),
);
const userPart = z.discriminatedUnion(
  'type',
  [inputText, outputText, image, file],
  only('input_text, input_image and input_file parts'),
);

const type = z.literal('message').optional();
/** A message of the input; its type may be left out. */
export const inputMessage = z.discriminatedUnion(
  'role',
  [
    z.object({ type, id, role: z.literal('system'), content: content('input_text', textPart) }),
    z.object({ type, id, role: z.literal('developer'), content: content('input_text', textPart) }),
    z.object({ type, id, role: z.literal('user'), content: content('input_text', userPart) }),
    z.object({
      type,
      id,
      role: z.literal('assistant'),
      content: content('output_text', answerPart),
    }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? 'must be "system", "developer", "user" or "assistant"'
        : undefined,
  },
);

const callId = z.string().min(1, 'must not be empty');
/** An item of the input that is no message. */
export const otherInputItem = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('function_call'),
    id,
    call_id: callId,
    name: z.string().min(1, 'must not be empty'),
    namespace: z.string().nullish(),
    arguments: text,
  }),
  z.object({
    type: z.literal('function_call_output'),
    id,
    call_id: callId,
    output: content('input_text', userPart),
  }),
  z.object({
    type: z.literal('custom_tool_call'),
    id,
    call_id: callId,
    name: z.string().min(1, 'must not be empty'),
    namespace: z.string().nullish(),
    input: text,
  }),
  z.object({
    type: z.literal('custom_tool_call_output'),
    id,
    call_id: callId,
    output: content('input_text', userPart),
  }),
  z.object({
    type: z.literal('mcp_call'),
    id,
    server_label: text,
    name: z.string().min(1, 'must not be empty'),
    arguments: text,
    output: text.nullish(),
    error: text.nullish(),
  }),
  z.object({
    type: z.literal('reasoning'),
    id,
    summary: z.array(z.object({ type: z.literal('summary_text'), text })).nullish(),
  }),
  z.object({ type: z.literal('item_reference'), id: z.string().min(1) }),
]);
const item = z.discriminatedUnion(
  'type',
  [z.looseObject({ type: z.literal('message') }), ...otherInputItem.options],
  only(
    'message, function_call, function_call_output, custom_tool_call, custom_tool_call_output, mcp_call, reasoning and item_reference items',
  ),
);

/** Items of tools that only the service which wrote them can run, and marks that only it understands. */
export const foreignItem =
  /^(?!function_|custom_|mcp_call$)\w+_call(_output)?$|^mcp_(list_tools|approval_request|approval_response)$|^(compaction|compaction_trigger|context_compaction|additional_tools|tool_search_output|program|program_output|ghost_snapshot|other)$/;

type Part = z.output<typeof userPart> | z.output<typeof answerPart>;
type ItemReference = Extract<z.output<typeof item>, { type: 'item_reference' }>;

/** Finds what an `item_reference` names; undefined when there is no such item. */
export type ResolveItem = (id: string) => Promise<InputItem | undefined>;

/** What reading an input takes beside it. */
export interface InputParts {
  readFile: ReadFileText;
  resolveItem: ResolveItem;
  maxItems: number;
  /** Whether the client declares a custom tool of this name, under which the model knows it. */
  isCustomTool: (name: string) => boolean;
  /** Told the type of each item that another service wrote for itself. */
  onLeftOut: (type: string) => void;
}

/**
 * Checks the `input` of a request and turns it into items of one form each: contents are lists of
 * parts, files are text, references are what they refer to.
 * @throws {ApiError} 400 whose `param` names the field at fault; 404 for a reference to nothing
 */
export async function readInput(input: unknown, parts: InputParts): Promise<InputItem[]> {
  const raw = typeof input === 'string' ? [input] : parse(inputList, input, ['input']);
  const items = await readItems(raw, 'input', parts);
  if (!items.some(asksSomething)) throw invalidRequest('No user message found in input', 'input');
  return items;
}

/**
 * The same for items that need not ask for anything.
 * @param field the field of the request that holds them
 */
export async function readItems(
  raw: readonly unknown[],
  field: 'input' | 'items',
  parts: InputParts,
): Promise<InputItem[]> {
  if (raw.length > parts.maxItems) {
    throw invalidRequest(
      `${field}: more than ${parts.maxItems} items. Raise "Message limit" in Hermes Tray, Settings › Server to allow it.`,
      field,
    );
  }
  const items: InputItem[] = [];
  /** Calls that were left out, and with them their outputs. */
  const leftOut = new Set<unknown>();
  for (const [index, value] of raw.entries()) {
    // So many items must not hold up the streams of others.
    if (index % itemsPerTurn === itemsPerTurn - 1) await nextTurn();
    const foreign = foreignTypeOf(value, parts.isCustomTool);
    if (foreign !== undefined) {
      parts.onLeftOut(foreign);
      leftOut.add((value as { call_id?: unknown }).call_id);
      continue;
    }
    const read = await readItem(value, [field, index], parts);
    const orphan = read.type === 'custom_tool_call_output' && leftOut.has(read.call_id);
    if (!orphan) items.push(read);
  }
  return items;
}

/** Items checked before others get their turn. */
const itemsPerTurn = 1000;

const inputList = z.array(z.unknown(), 'must be a string or an array of strings and items');

/** The type of an item that a history holds which was begun with another service. */
function foreignTypeOf(
  value: unknown,
  isCustomTool: InputParts['isCustomTool'],
): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, name, namespace, server_label: label } = value as Record<string, unknown>;
  if (typeof type !== 'string') return undefined;
  if (type === 'mcp_call') return label === ownServerLabel ? undefined : type;
  if (type === 'custom_tool_call' && typeof name === 'string') {
    const known = joinedName(typeof namespace === 'string' ? namespace : undefined, name);
    return isCustomTool(known) ? undefined : type;
  }
  return foreignItem.test(type) ? type : undefined;
}

async function readItem(
  value: unknown,
  at: PropertyKey[],
  { readFile, resolveItem }: InputParts,
): Promise<InputItem> {
  const parsed = parse(item, withType(value), at);
  switch (parsed.type) {
    case 'message': {
      const { role, content, ...rest } = parse(inputMessage, parsed, at);
      const parts = await readParts(content, [...at, 'content'], readFile);
      return { type: 'message', ...idOf(rest), role, content: parts } as InputItem;
    }
    case 'function_call': {
      const { type, call_id, name, namespace, arguments: args } = parsed;
      const within = namespace ? { namespace } : {};
      return { type, ...idOf(parsed), call_id, name, ...within, arguments: args };
    }
    case 'custom_tool_call': {
      const { type, call_id, name, namespace } = parsed;
      const within = namespace ? { namespace } : {};
      return { type, ...idOf(parsed), call_id, name, ...within, input: parsed.input };
    }
    case 'mcp_call': {
      const { type, id, server_label, name, arguments: args, output, error } = parsed;
      const end = { output: output ?? null, error: error ?? null };
      return {
        type,
        id: id ?? `mcp_${String(at.at(-1))}`,
        server_label,
        name,
        arguments: args,
        ...end,
      };
    }
    case 'custom_tool_call_output':
    case 'function_call_output': {
      const { type, call_id } = parsed;
      const parts = await readParts(parsed.output, [...at, 'output'], readFile);
      const [only] = parts;
      // What was sent as a string stays one.
      const output = parts.length === 1 && only?.type === 'input_text' ? only.text : parts;
      return { type, ...idOf(parsed), call_id, output } as InputItem;
    }
    case 'reasoning':
      return { ...idOf(parsed), type: 'reasoning', summary: parsed.summary ?? [] } as InputItem;
    case 'item_reference':
      return resolve(parsed, at, resolveItem);
  }
}

/** Strings stand for user messages; clients leave out `message`, the most frequent type. */
function withType(value: unknown): unknown {
  if (typeof value === 'string') return { type: 'message', role: 'user', content: value };
  if (typeof value !== 'object' || value === null || 'type' in value) return value;
  return { ...value, type: 'role' in value || !('id' in value) ? 'message' : 'item_reference' };
}

function idOf({ id }: { id?: string | null }): { id?: string } {
  return id ? { id } : {};
}

async function readParts(
  parts: Part[],
  at: PropertyKey[],
  readFile: ReadFileText,
): Promise<Part[]> {
  const read: Part[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.type !== 'input_file') {
      read.push(part);
      continue;
    }
    const param = paramOf([...at, index, 'file_data'])!;
    const sent = { data: part.file_data, name: part.filename ?? undefined };
    read.push({ type: 'input_text', text: await textOfFile(sent, param, readFile) });
  }
  return read;
}

async function resolve(
  reference: ItemReference,
  at: PropertyKey[],
  resolveItem: ResolveItem,
): Promise<InputItem> {
  const found = await resolveItem(reference.id);
  if (found) return found;
  throw apiError('item_not_found', `There is no stored item with the id ${reference.id}.`, {
    param: paramOf([...at, 'id']),
  });
}

/** Whether there is something to act on: a user's words or image, or the output of a tool. */
function asksSomething(value: InputItem): boolean {
  if (value.type === 'function_call_output' || value.type === 'custom_tool_call_output')
    return true;
  if (!('role' in value) || value.role !== 'user' || typeof value.content === 'string')
    return false;
  return value.content.some((part) => !('text' in part) || part.text.trim() !== '');
}
