import { DocumentError } from '../../documents/formats/document-error.ts';
import type { ReadFileText } from '../../documents/read-file-text.ts';
import { invalidRequest } from '../errors/api-error.ts';

/** A file a client sent inside its request. */
export interface SentFile {
  /** Base64, or a `data:` URL that holds it. */
  data: string;
  name?: string;
}

const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/**
 * A file as the text the model gets: its name, then what it says.
 * @param param the request field it came in, for errors
 * @throws {ApiError} 400 for what no text can be made of
 */
export async function textOfFile(
  file: SentFile,
  param: string,
  readFile: ReadFileText,
): Promise<string> {
  const bytes = decode(file.data, param);
  return `[File: ${file.name ?? 'unnamed'}]\n${await read(bytes, file.name, param, readFile)}`;
}

function decode(data: string, param: string): Buffer {
  const content = data.replace(/^data:[^,]{0,200};base64,/i, '').replace(/\s+/g, '');
  if (content === '' || !base64.test(content)) {
    throw invalidRequest(`${param}: the file must be sent as base64`, param);
  }
  return Buffer.from(content, 'base64');
}

async function read(
  bytes: Buffer,
  name: string | undefined,
  param: string,
  readFile: ReadFileText,
): Promise<string> {
  try {
    return await readFile(bytes, name);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw invalidRequest(`${param}: this file cannot be read: ${error.message}`, param);
  }
}
