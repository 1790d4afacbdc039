import { isUtf8 } from 'node:buffer';
import { invalidRequest } from '../errors/api-error.ts';

/** Reads the text of a PDF. Rejects with an Error whose message says what is wrong with the file. */
export type ReadPdf = (bytes: Uint8Array) => Promise<string>;

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
 * @throws {ApiError} 400 for anything but text and PDF
 */
export async function textOfFile(
  file: SentFile,
  param: string,
  readPdf: ReadPdf | undefined,
): Promise<string> {
  const bytes = decode(file.data, param);
  const text = isPdf(bytes) ? await pdfText(bytes, param, readPdf) : plainText(bytes, param);
  return `[File: ${file.name ?? 'unnamed'}]\n${text}`;
}

function decode(data: string, param: string): Buffer {
  const content = data.replace(/^data:[^,]{0,200};base64,/i, '').replace(/\s+/g, '');
  if (content === '' || !base64.test(content)) {
    throw invalidRequest(`${param}: the file must be sent as base64`, param);
  }
  return Buffer.from(content, 'base64');
}

function isPdf(bytes: Buffer): boolean {
  return bytes.subarray(0, 1024).includes('%PDF-');
}

function plainText(bytes: Buffer, param: string): string {
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw invalidRequest(`${param}: only text (UTF-8) and PDF files can be read`, param);
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

async function pdfText(
  bytes: Buffer,
  param: string,
  readPdf: ReadPdf | undefined,
): Promise<string> {
  if (!readPdf) throw invalidRequest(`${param}: PDF files cannot be read by this server`, param);
  try {
    return await readPdf(bytes);
  } catch (error) {
    throw invalidRequest(`${param}: this PDF cannot be read: ${(error as Error).message}`, param);
  }
}
