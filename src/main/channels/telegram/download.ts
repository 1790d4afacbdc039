import type { Attachment } from '../channel.ts';
import { BotCallError, type BotApi } from './bot-api.ts';
import type { BotFetch } from './bot-fetch.ts';

/**
 * Fetches a file that came with a message.
 * @throws {Error} saying for people why it could not be had; its text holds no token
 */
export async function downloadFile(options: {
  api: BotApi;
  fetch: BotFetch;
  root: string;
  token: string;
  attachment: Attachment;
  mostBytes: number;
  signal: AbortSignal;
}): Promise<Uint8Array> {
  const { api, fetch, root, token, attachment, mostBytes, signal } = options;
  const { name, bytes = 0, ref } = attachment;
  const tooBig = `${name} is larger than ${mostBytes / 2 ** 20} MB, which is the most that can be fetched`;
  if (bytes > mostBytes) throw new Error(tooBig);
  let path: string | undefined;
  try {
    ({ file_path: path } = await api.call('getFile', { file_id: ref }, signal));
  } catch (error) {
    if (!(error instanceof BotCallError)) throw error;
    const { failure } = error;
    if (failure.kind === 'refused' && /file is too big/.test(failure.description)) {
      throw new Error(tooBig);
    }
    throw new Error(
      `${name} could not be fetched from Telegram (${failure.kind === 'refused' ? failure.description : failure.error || failure.kind})`,
    );
  }
  try {
    const response = await fetch(`${root}/file/bot${token}/${path ?? ''}`, { signal });
    if (!response.ok) throw new Error(String(response.status));
    return await readAtMost(response, mostBytes, tooBig);
  } catch (error) {
    if (error instanceof Error && error.message === tooBig) throw error;
    // What fetch says may hold the address, and that the token.
    throw new Error(`${name} could not be fetched from Telegram`);
  }
}

async function readAtMost(
  response: Response,
  mostBytes: number,
  tooBig: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > mostBytes) throw new Error(tooBig);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
