import type { ChatMessage } from '../../model/model.ts';
import type { ReadFileText } from '../../documents/read-file-text.ts';
import { DocumentError } from '../../documents/formats/document-error.ts';
import type { InputItem } from '../../store/response-store.ts';
import type { Attachment, Channel } from '../channel.ts';
import { joinedText, type Part } from './parts.ts';

/** What a file may weigh, in bytes. */
const mostBytes = 20 * 2 ** 20;
/** For all files of a message together, in milliseconds. */
const downloadMs = 15_000;

/** A message made ready for the agent, and what could not be taken of it, in sentences. */
export interface Content {
  /** Undefined where nothing is left to answer. */
  item: InputItem | undefined;
  refused: string[];
}

type ContentPart =
  { type: 'input_text'; text: string } | { type: 'input_image'; image_url: string; detail: 'auto' };

/** Makes ready what was said: texts joined, files fetched, pictures as pictures, documents as text. */
export async function contentOf(
  parts: readonly Part[],
  channel: Channel,
  readFile: ReadFileText,
): Promise<Content> {
  const refused: string[] = [];
  const signal = AbortSignal.timeout(downloadMs);
  const files = await Promise.all(
    parts
      .flatMap(({ event }) => event.attachments)
      .map((attachment) => filePart(attachment, channel, readFile, signal, refused)),
  );
  const text = withQuote(joinedText(parts), parts[0]?.event.quote);
  const known = files.filter((part) => part !== undefined);
  if (text === '' && known.length === 0) return { item: undefined, refused };
  const told = refused.map((sentence) => `[Not received: ${sentence}]`);
  const words = [text, ...told].filter((line) => line !== '').join('\n');
  const content: ContentPart[] = [
    ...(words === '' ? [] : [{ type: 'input_text' as const, text: words }]),
    ...known,
  ];
  return { item: { type: 'message', role: 'user', content }, refused };
}

async function filePart(
  attachment: Attachment,
  channel: Channel,
  readFile: ReadFileText,
  signal: AbortSignal,
  refused: string[],
): Promise<ContentPart | undefined> {
  const { kind, name, mediaType } = attachment;
  if (kind === 'voice') {
    refused.push('I cannot listen to voice and audio yet. Please write.');
    return undefined;
  }
  if (kind === 'other') {
    refused.push('I can read text, pictures and documents, and not this kind of message.');
    return undefined;
  }
  try {
    const bytes = await channel.download(attachment, mostBytes, signal);
    if (kind === 'picture') {
      const data = Buffer.from(bytes).toString('base64');
      return { type: 'input_image', image_url: `data:${mediaType};base64,${data}`, detail: 'auto' };
    }
    return { type: 'input_text', text: `[File: ${name}]\n${await readFile(bytes, name)}` };
  } catch (error) {
    const why = signal.aborted
      ? `${name} did not come within ${downloadMs / 1000} seconds`
      : error instanceof DocumentError
        ? `${name} cannot be read: ${error.message}`
        : error instanceof Error
          ? error.message
          : String(error);
    refused.push(`${why}.`);
    return undefined;
  }
}

/** The longest part of a message that is quoted, in UTF-16 units. */
const longestQuote = 1_000;

function withQuote(text: string, quote: string | undefined): string {
  if (!quote || text === '') return text;
  const quoted = quote.length > longestQuote ? `${quote.slice(0, longestQuote)}…` : quote;
  return `[In reply to: "${quoted}"]\n${text}`;
}

/** A message as it is told to a run under way. */
export function asChatMessage(item: InputItem): ChatMessage | undefined {
  if (item.type !== 'message' || typeof item.content === 'string') return undefined;
  const parts = (item.content as ContentPart[]).map((part) =>
    part.type === 'input_text'
      ? ({ type: 'text', text: part.text } as const)
      : ({ type: 'image_url', image_url: { url: part.image_url } } as const),
  );
  const [only] = parts;
  return parts.length === 1 && only?.type === 'text'
    ? { role: 'user', content: only.text }
    : { role: 'user', content: parts };
}
