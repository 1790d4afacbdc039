import { setImmediate as nextTick } from 'node:timers/promises';
import { z } from 'zod';
import { lightOpeningOf } from '../../../../shared/clients/light.ts';
import { withoutToolLines } from '../../../../shared/tools/tool-lines.ts';
import { invalidRequest } from '../../errors/api-error.ts';
import type { ReadFileText } from '../../../documents/read-file-text.ts';
import { textOfFile } from '../../requests/file-text.ts';
import { customArguments } from '../../requests/client-tools.ts';
import { pairCalls } from '../../requests/paired-calls.ts';
import { fileData } from '../../requests/schemas/file-data.ts';
import { imageUrl, imageUrlForm } from '../../requests/schemas/image-url.ts';
import { paramOf, parse } from '../../requests/schemas/parse.ts';
import { withShortForm } from '../../requests/schemas/short-form.ts';
import type { ChatMessage } from '../../../model/model.ts';

/** A string is one text part, and null none: behind this there are only parts. */
const asParts = (content: unknown): unknown => {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content ?? [];
};

const partTypes = (kinds: string) => ({
  error: (issue: { code?: string; input?: unknown }) =>
    issue.code === 'invalid_union'
      ? `only ${kinds} parts are possible here, not ${describeType(issue.input)}`
      : undefined,
});

const text = z.object({ type: z.literal('text'), text: z.string() });
const refusal = z
  .object({ type: z.literal('refusal'), refusal: z.string() })
  .transform((part) => ({ type: 'text' as const, text: part.refusal }));
const image = z.object({
  type: z.literal('image_url'),
  image_url: withShortForm(
    z.object({ url: imageUrl, detail: z.enum(['auto', 'low', 'high']).nullish() }),
    [{ type: 'string', ...imageUrlForm }],
    (value) => (typeof value === 'string' ? { url: value } : value),
  ),
});
const file = z.object({
  type: z.literal('file'),
  file: z.object({
    file_data: fileData,
    filename: z.string().nullish(),
  }),
});

const contentError = 'must be a string or an array of parts';
const textContent = withShortForm(
  z.array(z.discriminatedUnion('type', [text, refusal], partTypes('text')), contentError),
  ['string', 'null'],
  asParts,
);
const userContent = withShortForm(
  z
    .array(
      z.discriminatedUnion('type', [text, image, file], partTypes('text, image_url and file')),
      contentError,
    )
    .min(1, contentError),
  ['string'],
  asParts,
);

const call = z.looseObject({
  id: z.string(),
  type: z.string().default('function'),
  function: z.looseObject({ name: z.string(), arguments: z.string().default('') }).optional(),
  custom: z.looseObject({ name: z.string(), input: z.string().default('') }).optional(),
});

/** A message of a chat completions request. */
export const chatMessage = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal('system'), content: textContent }),
    z.object({ role: z.literal('developer'), content: textContent }),
    z.object({ role: z.literal('user'), content: userContent, name: z.string().nullish() }),
    z.object({
      role: z.literal('assistant'),
      content: textContent.optional(),
      tool_calls: z.array(call).nullish(),
    }),
    z.object({ role: z.literal('tool'), content: textContent, tool_call_id: z.string() }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? 'must be "system", "developer", "user", "assistant" or "tool"'
        : undefined,
  },
);

type Message = z.output<typeof chatMessage>;
type UserPart = Extract<Message, { role: 'user' }>['content'][number];

/** What the agent takes from the `messages` of a request. */
export interface Conversation {
  /** All system and developer texts, joined by a newline; undefined when there is none. */
  instructions: string | undefined;
  messages: ChatMessage[];
}

/** The host answers others between so many messages; a few milliseconds of work. */
const messagesPerTick = 250;

/**
 * Checks the messages of a chat completions request and sorts them.
 * @throws {ApiError} 400 whose `param` names the field at fault
 */
export async function readMessages(
  messages: readonly unknown[],
  readFile: ReadFileText,
): Promise<Conversation> {
  const instructions: string[] = [];
  const conversation: ChatMessage[] = [];
  for (const [index, raw] of messages.entries()) {
    if (index % messagesPerTick === messagesPerTick - 1) await nextTick();
    const parsed = parse(chatMessage, raw, ['messages', index]);
    if (parsed.role === 'system' || parsed.role === 'developer') {
      const text = joined(parsed.content);
      // What asks for a summary of all before it must stay behind it.
      if (index === messages.length - 1 && lightOpeningOf('trailing', text)) {
        conversation.push({ role: 'user', content: text });
      } else instructions.push(text);
    } else {
      const message = await convert(parsed, index, readFile);
      if (!saysNothing(message)) conversation.push(message);
    }
  }
  if (!conversation.some(({ role }) => role === 'user')) {
    throw invalidRequest('No user message found in messages', 'messages');
  }
  const layer = instructions.join('\n');
  return {
    instructions: layer.trim() === '' ? undefined : layer,
    messages: withPairedCalls(conversation),
  };
}

/**
 * Programs send the latest part of a long history, and may cut between a call and its output, or
 * were stopped between the two; model services refuse both. What cannot be paired is left out, but
 * never the message that is to be answered.
 */
function withPairedCalls(conversation: readonly ChatMessage[]): ChatMessage[] {
  const { groups, orphans } = pairCalls(conversation);
  const last = orphans.find((message) => message === conversation.at(-1));
  if (last) {
    throw invalidRequest(
      `messages: there is no call with the id ${last.tool_call_id} that the last message could answer`,
      'messages',
    );
  }
  return groups.flat();
}

async function convert(
  parsed: Exclude<Message, { role: 'system' | 'developer' }>,
  index: number,
  readFile: ReadFileText,
): Promise<ChatMessage> {
  switch (parsed.role) {
    case 'user': {
      const name = parsed.name ? { name: parsed.name } : {};
      const content: UserContent = [];
      for (const [at, part] of parsed.content.entries()) {
        const param = paramOf(['messages', index, 'content', at])!;
        content.push(await userPart(part, param, readFile));
      }
      return { role: 'user', content: simplest(content), ...name };
    }
    case 'assistant': {
      const calls = (parsed.tool_calls ?? []).flatMap(({ id, type, function: called, custom }) => {
        const call = (name: string, args: string) => [
          { id, type: 'function' as const, function: { name, arguments: args } },
        ];
        if (type === 'function' && called) return call(called.name, called.arguments);
        if (type === 'custom' && custom) return call(custom.name, customArguments(custom.input));
        return [];
      });
      const content = withoutToolLines(joined(parsed.content ?? []));
      if (calls.length === 0) return { role: 'assistant', content };
      return { role: 'assistant', content: content === '' ? null : content, tool_calls: calls };
    }
    case 'tool':
      return {
        role: 'tool',
        tool_call_id: parsed.tool_call_id,
        content: joined(parsed.content),
      };
  }
}

/** An answer that was stopped before its first word; services refuse such messages. */
function saysNothing(message: ChatMessage): boolean {
  if (message.role !== 'assistant' || message.tool_calls) return false;
  return typeof message.content !== 'string' || message.content.trim() === '';
}

type UserContent = Exclude<Extract<ChatMessage, { role: 'user' }>['content'], string>;

async function userPart(
  part: UserPart,
  param: string,
  readFile: ReadFileText,
): Promise<UserContent[number]> {
  switch (part.type) {
    case 'text':
      return part;
    case 'image_url': {
      const { url, detail } = part.image_url;
      return { type: 'image_url', image_url: { url, ...(detail ? { detail } : {}) } };
    }
    case 'file': {
      const { file_data: data, filename } = part.file;
      const sent = { data, name: filename ?? undefined };
      return { type: 'text', text: await textOfFile(sent, `${param}.file.file_data`, readFile) };
    }
  }
}

/** Text alone goes to the upstream as a string, which every service takes. */
function simplest(content: UserContent): UserContent | string {
  const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length === content.length ? texts.join('\n') : content;
}

function joined(parts: { text: string }[]): string {
  return parts.map((part) => part.text).join('\n');
}

function describeType(input: unknown): string {
  const type = (input as { type?: unknown } | null)?.type;
  return typeof type === 'string' ? `"${type.slice(0, 60)}"` : 'a part without a type';
}
