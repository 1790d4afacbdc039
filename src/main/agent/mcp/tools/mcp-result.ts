import { z } from 'zod';
import { isRecord } from '../../../../shared/is-record.ts';
import { cutText } from '../../text/truncate.ts';
import type { ToolImage, ToolResult } from '../../tool.ts';
import type { McpCallResult } from '../mcp-connection.ts';

/** Images larger than this are left out, in characters of base64. */
const largestImage = 7 * 1024 * 1024;
/** Images of one answer. */
const maxImages = 8;

const imageType = /^image\/[\w.+-]+$/;
/** A text, empty where a server gives none or another kind of thing. */
const someText = z.string().catch('');

const imageData = z.object({
  // Some servers break long base64 into lines, or put a whole data URL here.
  data: z
    .string()
    .transform((data) => data.replace(/^data:[^,]*,/, '').replaceAll(/\s/g, ''))
    .pipe(z.base64()),
  mimeType: z.string().regex(imageType).default('image/png'),
});

/** A piece of an answer: text for the model, or a picture. */
type Piece = { text: string } | { image: z.output<typeof imageData> };

/** An answer of an MCP server as a tool result: texts joined, images handed on, the rest named. */
export function toToolResult(result: McpCallResult): ToolResult {
  const texts: string[] = [];
  const images: ToolImage[] = [];
  for (const block of blocksOf(result.content)) {
    const piece = pieceOf(block);
    if ('text' in piece) texts.push(piece.text);
    else if (piece.image.data.length > largestImage || images.length >= maxImages) {
      texts.push(`[an image that is too much: ${piece.image.mimeType}]`);
    } else images.push({ url: `data:${piece.image.mimeType};base64,${piece.image.data}` });
  }
  const { structuredContent, toolResult } = result;
  // Meant for programs, with its text beside it; but where that is blank, it is all there is.
  const data = structuredContent ?? toolResult;
  if (texts.every((text) => text.trim() === '') && data !== undefined && data !== null) {
    texts.splice(0, texts.length, typeof data === 'string' ? data : JSON.stringify(data));
  }
  const output =
    cutText(texts.join('\n')) || (images.length > 0 ? '(see the image)' : '(no output)');
  return {
    output,
    ...(result.isError === true ? { error: true } : {}),
    ...(images.length > 0 ? { images } : {}),
  };
}

/** The blocks of an answer; a server that gives one, or plain text, need not give a list. */
function blocksOf(content: unknown): unknown[] {
  if (Array.isArray(content)) return content.filter((block) => block !== null);
  return content === undefined || content === null ? [] : [content];
}

function pieceOf(block: unknown): Piece {
  if (typeof block === 'string') return { text: block };
  if (!isRecord(block)) return { text: '[a part that could not be read]' };
  const { type } = block;
  switch (type) {
    case 'text':
      return { text: someText.parse(block.text) };
    case 'image':
      return imageOf(block) ?? { text: '[an image that could not be read]' };
    case 'audio':
      return { text: `[audio, ${someText.parse(block.mimeType)}, which cannot be handed on]` };
    case 'resource':
      return resourceOf(isRecord(block.resource) ? block.resource : block);
    case 'resource_link': {
      const name = someText.parse(block.name) || 'resource';
      const link = `[${name}: ${someText.parse(block.uri)}] ${someText.parse(block.description)}`;
      return { text: link.trim() };
    }
    default:
      if (typeof block.text === 'string') return { text: block.text };
      return { text: `[a part of a kind that cannot be read: ${JSON.stringify(type ?? null)}]` };
  }
}

function imageOf(block: unknown): Piece | undefined {
  const { data } = imageData.safeParse(block);
  return data && { image: data };
}

function resourceOf({ uri, mimeType, text, blob }: Record<string, unknown>): Piece {
  const name = someText.parse(uri);
  if (typeof text === 'string') return { text: `${name}:\n${text}` };
  const type = someText.parse(mimeType) || 'no type';
  const image = imageType.test(type) ? imageOf({ data: blob, mimeType: type }) : undefined;
  return image ?? { text: `[${name}, ${type}, binary]` };
}
