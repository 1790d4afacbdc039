import { isUtf8 } from 'node:buffer';

/** How a text stands in a file. */
export interface TextEncoding {
  /** As people and iconv call it: `UTF-8`, `UTF-16LE`, `GBK`, `ISO-8859-1`. */
  name: string;
  /** Whether it begins with a byte order mark. */
  bom: boolean;
}

/** A text, without its byte order mark, and how it stood in its file. */
export interface DecodedText {
  text: string;
  encoding: TextEncoding;
  /** Whether some bytes could not be read, and stand in the text as U+FFFD: it cannot be written back. */
  damaged?: boolean;
}

/** What new files are written in. */
export const utf8: TextEncoding = { name: 'UTF-8', bom: false };

/** Byte order marks; that of UTF-16LE begins that of UTF-32LE. */
const marks: readonly { name: string; bytes: Buffer }[] = [
  { name: 'UTF-8', bytes: Buffer.from('efbbbf', 'hex') },
  { name: 'UTF-32LE', bytes: Buffer.from('fffe0000', 'hex') },
  { name: 'UTF-32BE', bytes: Buffer.from('0000feff', 'hex') },
  { name: 'UTF-16LE', bytes: Buffer.from('fffe', 'hex') },
  { name: 'UTF-16BE', bytes: Buffer.from('feff', 'hex') },
];

/** How many bytes tell whether a file is text. */
export const sniffedBytes = 8_192;
/** Of text without zero bytes, at most this share are control characters. */
const mostControls = 0.05;

/**
 * Whether a file is text, and in which Unicode encoding, by its first bytes (see {@link sniffedBytes}).
 * @returns undefined for what is no text; `legacy` for text that is not Unicode, as far as it was looked at
 */
export function textKind(start: Uint8Array): TextEncoding | 'legacy' | undefined {
  const bytes = asBuffer(start);
  const marked = marks.find((mark) => bytes.subarray(0, mark.bytes.length).equals(mark.bytes));
  if (marked) return { name: marked.name, bom: true };
  if (bytes.includes(0)) return utf16WithoutMark(bytes);
  if (isUtf8(wholeCharacters(bytes))) return utf8;
  const controls = bytes.filter((byte) => byte < 32 && ![7, 8, 9, 10, 12, 13, 27].includes(byte));
  return controls.length > bytes.length * mostControls ? undefined : 'legacy';
}

/** Decodes a whole file in a Unicode encoding; undefined where it is not (all) in that. */
export function decodeUnicode(bytes: Uint8Array, encoding: TextEncoding): DecodedText | undefined {
  const buffer = asBuffer(bytes);
  const mark = encoding.bom ? marks.find(({ name }) => name === encoding.name)! : undefined;
  const content = buffer.subarray(mark?.bytes.length ?? 0);
  if (encoding.name === 'UTF-8') {
    return isUtf8(content) ? { text: content.toString('utf8'), encoding } : undefined;
  }
  if (!encoding.name.startsWith('UTF-16')) return undefined;
  const text = new TextDecoder(encoding.name, { ignoreBOM: true }).decode(content);
  // Half a character at the end, or half a pair.
  return { text, encoding, ...(text.includes('\ufffd') ? { damaged: true } : {}) };
}

/** A text cannot be written in the encoding of its file. */
export class UnencodableError extends Error {
  override readonly name = 'UnencodableError';
  /** The first character that does not exist there. */
  readonly character: string;
  readonly encoding: string;

  /** @param at where the character stands in the text */
  constructor(text: string, at: number, encoding: string) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const line = text.slice(0, at).split('\n').length;
    super(`"${character}" (line ${line}) does not exist in ${encoding}`);
    this.character = character;
    this.encoding = encoding;
  }
}

/**
 * A text as bytes of an encoding.
 * @throws {UnencodableError} for a character that it does not have; half of a surrogate pair is none
 */
export async function encodeText(text: string, { name, bom }: TextEncoding): Promise<Buffer> {
  const half = text.search(/\p{Surrogate}/u);
  if (half !== -1) throw new UnencodableError(text, half, name);
  const mark = bom ? marks.find((one) => one.name === name)?.bytes : undefined;
  const content = name === 'UTF-8' ? Buffer.from(text) : await encodeOther(text, name);
  return mark ? Buffer.concat([mark, content]) : content;
}

async function encodeOther(text: string, name: string): Promise<Buffer> {
  // Its tables are large, and such files rare.
  const { default: iconv } = await import('iconv-lite');
  const bytes = iconv.encode(text, name, { addBOM: false });
  const back = iconv.decode(bytes, name, { stripBOM: false });
  if (back !== text) throw new UnencodableError(text, firstDifference(text, back), name);
  return bytes;
}

/** In UTF-16, every other byte of a text in Latin script is zero, and none of it is a control character. */
function utf16WithoutMark(bytes: Buffer): TextEncoding | undefined {
  const units = Math.floor(bytes.length / 2);
  if (units < 4 || bytes.length % 2 === 1) return undefined;
  for (const name of ['UTF-16LE', 'UTF-16BE']) {
    const text = new TextDecoder(name).decode(bytes);
    const latin = text.match(/[\t\n\r -~\u00a0-\u00ff]/g)?.length ?? 0;
    // oxlint-disable-next-line no-control-regex -- which binary files have
    if (latin >= units * 0.4 && !/[\0-\u0008\u000e-\u001f]/.test(text)) return { name, bom: false };
  }
  return undefined;
}

/** UTF-8 without the beginning of a character that is cut off at its end. */
export function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return back < length ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  // Not in the middle of a pair.
  return at > 0 && /[\ud800-\udbff]/.test(a[at - 1]!) && /[\udc00-\udfff]/.test(a[at] ?? '')
    ? at - 1
    : at;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
