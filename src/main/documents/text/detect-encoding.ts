import iconv from 'iconv-lite';
import { detectAll } from 'jschardet';
import type { DecodedText, TextEncoding } from './text-encoding.ts';

/**
 * Tells in which of the encodings before Unicode a text is. Loads half a megabyte of statistics and
 * takes its time at first: for worker threads.
 */

/** Of a file, what is looked at for its encoding, in bytes. */
const mostBytes = 64 * 1024;

/** The names that iconv has for those of the detector. */
const iconvNames: Readonly<Record<string, string>> = { CP932: 'Shift_JIS', CP874: 'windows-874' };

const latin = ['Windows-1252', 'Windows-1250', 'Windows-1254', 'Windows-1257'];
const doubleByte = ['GB18030', 'Big5', 'CP932', 'EUC-JP', 'CP949'];
const others = ['Windows-1251', 'KOI8-R', 'Windows-1253', 'Windows-1255', 'Windows-1256', 'CP874'];

/**
 * Decodes what `decodeUnicode` does not.
 * @param encoding known by a byte order mark; left out: to be found
 */
export function decodeOther(bytes: Buffer, encoding?: TextEncoding): DecodedText {
  if (!encoding) return decodeLegacy(bytes);
  const text = iconv.decode(bytes, encoding.name);
  return { text, encoding, ...(text.includes('\ufffd') ? { damaged: true } : {}) };
}

/**
 * Decodes a text that is not Unicode. The detector knows languages by longer texts; for a few words
 * the shape of the bytes says more, so that weighs its confidence: letters of Latin scripts stand
 * alone among ASCII letters, characters of East Asia are pairs. An encoding counts only if it gives
 * the same bytes again.
 */
function decodeLegacy(bytes: Buffer): DecodedText {
  const damaged = damagedUtf8(bytes);
  if (damaged) return damaged;
  for (const name of candidates(bytes.subarray(0, mostBytes))) {
    const text = iconv.decode(bytes, name);
    if (!text.includes('\ufffd') && iconv.encode(text, name).equals(bytes)) {
      return { text, encoding: { name: plainestName(name, text, bytes), bom: false } };
    }
  }
  // Every byte is a character of it.
  return { text: bytes.toString('latin1'), encoding: { name: 'ISO-8859-1', bom: false } };
}

function candidates(bytes: Buffer): string[] {
  const { amongLetters, inPairs } = shapeOf(bytes);
  const weight = (name: string): number => {
    if (latin.includes(name)) return (amongLetters ? 4 : 1) * (name === 'Windows-1252' ? 2 : 1);
    if (doubleByte.includes(name)) return (inPairs ? 3 : 1) * (name === 'GB18030' ? 1.5 : 1);
    return 1;
  };
  return detectAll(bytes, { detectEncodings: [...latin, ...doubleByte, ...others] })
    .map(({ encoding, confidence }) => ({
      name: encoding ?? '',
      score: confidence * weight(encoding ?? ''),
    }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ name }) => iconvNames[name] ?? name)
    .filter((name) => iconv.encodingExists(name));
}

/** How the bytes above ASCII stand: alone between ASCII letters, or in runs of an even length. */
function shapeOf(bytes: Buffer): { amongLetters: boolean; inPairs: boolean } {
  let [high, beside, runs, alone, even] = [0, 0, 0, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at]! < 0x80) continue;
    let end = at;
    while (end < bytes.length && bytes[end]! >= 0x80) end += 1;
    const length = end - at;
    const sides = Number(isLetter(bytes[at - 1])) + Number(isLetter(bytes[end]));
    runs += 1;
    high += length;
    beside += Math.min(sides, length);
    if (length === 1) alone += 1;
    if (length % 2 === 0) even += 1;
    at = end;
  }
  return { amongLetters: 2 * beside >= high || alone === runs, inPairs: even === runs };
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && /[a-z]/i.test(String.fromCharCode(byte));
}

/** The smaller encoding where the text needs no more: what is added later must fit into it, too. */
function plainestName(name: string, text: string, bytes: Buffer): string {
  if (name === 'Windows-1252' && !bytes.some((byte) => byte >= 0x80 && byte < 0xa0)) {
    return 'ISO-8859-1';
  }
  if (name === 'GB18030' && iconv.encode(text, 'GBK').equals(bytes)) return 'GBK';
  return { CP949: 'EUC-KR' }[name] ?? name.replace(/^Windows/, 'windows');
}

/** UTF-8 with a few broken bytes, as of a log that was cut, is still UTF-8. */
function damagedUtf8(bytes: Buffer): DecodedText | undefined {
  const text = bytes.toString('utf8');
  const broken = text.split('\ufffd').length - 1;
  // oxlint-disable-next-line no-control-regex -- all of ASCII
  const whole = (text.match(/[^\u0000-\u007f\ufffd]/g) ?? []).length;
  if (whole < 4 * broken || whole === 0) return undefined;
  return { text, encoding: { name: 'UTF-8', bom: false }, damaged: true };
}
