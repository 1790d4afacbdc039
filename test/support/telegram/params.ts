import type { IncomingMessage } from 'node:http';
import type { KeptFile, Params } from './methods.ts';

/** The parameters of a call, sent as JSON or as a form with files. */
export async function readParams(request: IncomingMessage): Promise<Params> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return JSON.parse(body.toString() || '{}') as Params;
  if (!type.startsWith('multipart/form-data')) return {};
  const fields = new Map<string, string>();
  const files = new Map<string, KeptFile>();
  for (const { name, fileName, content } of partsOf(body, type)) {
    if (fileName === undefined) fields.set(name, content.toString());
    else files.set(name, { name: fileName, bytes: content });
  }
  return Object.fromEntries(
    [...fields].map(([name, value]) => [
      name,
      value.startsWith('attach://') ? files.get(value.slice(9)) : fieldValue(value),
    ]),
  );
}

function fieldValue(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

interface Part {
  name: string;
  fileName: string | undefined;
  content: Buffer;
}

/** The parts of a form, by its boundary. */
function partsOf(body: Buffer, type: string): Part[] {
  const boundary = `--${/boundary=(\S+)/.exec(type)?.[1] ?? ''}`;
  const parts: Part[] = [];
  let at = body.indexOf(boundary);
  for (;;) {
    const start = at + boundary.length + 2;
    const next = body.indexOf(`\r\n${boundary}`, start);
    if (next < 0) return parts;
    const part = body.subarray(start, next);
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, headEnd).toString();
    parts.push({
      name: /\bname="?([^";\r]+)/.exec(head)?.[1] ?? '',
      fileName: /filename="?([^";\r]+)/.exec(head)?.[1],
      content: part.subarray(headEnd + 4),
    });
    at = next + 2;
  }
}
