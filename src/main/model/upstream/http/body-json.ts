import { setImmediate as nextTick } from 'node:timers/promises';
import { isLarger, jsonPieces } from '../../../system/json-pieces.ts';
import type { Body } from '../dialect/body.ts';

/** Conversations up to this are turned into JSON at once, in characters; some 2 ms of work. */
const smallConversation = 2 ** 20;

/**
 * Makes what turns request bodies into JSON. Tools are the bulk of most bodies and the same objects
 * at every call, so their bytes are kept; they must not be changed after their first use. Conversations
 * with megabytes of images are done piece by piece, and the host has its turns in between.
 */
export function createBodyJson(): (body: Body) => Buffer | Promise<Buffer> {
  const known = new WeakMap<object, Buffer>();
  const withComma = (tool: object): Buffer => {
    let bytes = known.get(tool);
    if (!bytes) known.set(tool, (bytes = Buffer.from(`,${JSON.stringify(tool)}`)));
    return bytes;
  };
  const toolsAndEnd = (tools: readonly object[] | undefined): Buffer[] => {
    if (!tools) return [Buffer.from('}')];
    const items = tools.map((tool, index) =>
      index > 0 ? withComma(tool) : withComma(tool).subarray(1),
    );
    return [Buffer.from(',"tools":['), ...items, Buffer.from(']}')];
  };
  return (body) => {
    const field = 'input' in body ? 'input' : 'messages';
    const { tools, [field]: conversation, ...rest } = body;
    // `rest` holds the model at least, so what is appended follows a comma.
    const start = `${JSON.stringify(rest).slice(0, -1)},"${field}":`;
    const end = toolsAndEnd(tools as readonly object[] | undefined);
    return isLarger(conversation, smallConversation)
      ? piecewise(start, conversation, end)
      : Buffer.concat([Buffer.from(start + JSON.stringify(conversation)), ...end]);
  };
}

async function piecewise(start: string, value: unknown, end: Buffer[]): Promise<Buffer> {
  const pieces = [Buffer.from(start)];
  for (const piece of jsonPieces(value)) {
    pieces.push(Buffer.from(piece));
    await nextTick();
  }
  return Buffer.concat([...pieces, ...end]);
}
