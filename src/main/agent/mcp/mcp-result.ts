import { z } from 'zod';
import type { ToolImage, ToolResult } from '../tool.ts';
import { cutText } from '../text/truncate.ts';
import type { McpCallResult } from './mcp-connection.ts';

/** Images larger than this are left out, in characters of base64. */
const largestImage = 7 * 1024 * 1024;
/** Images of one answer. */
const maxImages = 8;

const part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('image'),
    data: z.base64(),
    mimeType: z.string().regex(/^image\/[\w.+-]+$/),
  }),
  z.object({ type: z.literal('audio'), mimeType: z.string() }),
  z.object({
    type: z.literal('resource'),
    resource: z.object({
      uri: z.string(),
      mimeType: z.string().optional(),
      text: z.string().optional(),
      blob: z.string().optional(),
    }),
  }),
  z.object({
    type: z.literal('resource_link'),
    uri: z.string(),
    name: z.string().optional(),
    description: z.string().optional(),
  }),
]);

/** An answer of an MCP server as a tool result: texts joined, images handed on, the rest named. */
export function toToolResult(result: McpCallResult): ToolResult {
  const texts: string[] = [];
  const images: ToolImage[] = [];
  for (const piece of result.content) {
    const parsed = part.safeParse(piece);
    if (!parsed.success) {
      texts.push('[a part that could not be read]');
      continue;
    }
    const { data } = parsed;
    switch (data.type) {
      case 'text':
        texts.push(data.text);
        break;
      case 'image':
        if (data.data.length > largestImage || images.length >= maxImages) {
          texts.push(`[an image that is too much: ${data.mimeType}]`);
        } else images.push({ url: `data:${data.mimeType};base64,${data.data}` });
        break;
      case 'audio':
        texts.push(`[audio, ${data.mimeType}, which cannot be handed on]`);
        break;
      case 'resource': {
        const { uri, mimeType = 'no type', text } = data.resource;
        texts.push(text === undefined ? `[${uri}, ${mimeType}, binary]` : `${uri}:\n${text}`);
        break;
      }
      case 'resource_link':
        texts.push(`[${data.name ?? 'resource'}: ${data.uri}] ${data.description ?? ''}`.trim());
    }
  }
  if (result.content.length === 0 && result.structuredContent !== undefined) {
    texts.push(JSON.stringify(result.structuredContent));
  }
  const output =
    cutText(texts.join('\n')) || (images.length > 0 ? '(see the image)' : '(no output)');
  return {
    output,
    ...(result.isError ? { error: true } : {}),
    ...(images.length > 0 ? { images } : {}),
  };
}
