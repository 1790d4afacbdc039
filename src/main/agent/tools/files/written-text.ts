import { redactedProblem } from '../../text/redacted.ts';
import type { DecodedText, UnencodableError } from '../../../documents/text/text-encoding.ts';

/**
 * Why a text must not go into a file: it has marks that stand for something else, more often than
 * what it replaces. Undefined when it may.
 */
export function writtenProblem(after: string, before: string): string | undefined {
  const redacted = redactedProblem(after, before);
  if (redacted !== undefined) return redacted;
  if (countBroken(after) <= countBroken(before)) return undefined;
  return 'It holds U+FFFD (\ufffd), which stands for a character that was lost on the way to you. Write the character that belongs there.';
}

/** What to tell the model about a character that the encoding of a file does not have. */
export function unencodableMessage(file: string, error: UnencodableError): string {
  return `${file} is ${error.encoding} text: ${error.message}. Write it without such characters, or convert the file first: iconv -f ${error.encoding} -t UTF-8.`;
}

/** The text with the line ends of what it replaces: models write LF, whatever stood there. */
export function withLineEndsOf(before: string, after: string): string {
  if (!usesReturns(before) || after.includes('\r')) return after;
  return after.replaceAll('\n', '\r\n');
}

/** Whether all lines of a text end with CRLF. */
export function usesReturns(text: string): boolean {
  return text.includes('\r\n') && !/(^|[^\r])\n/.test(text);
}

/** How a text stands in its file, for the model; undefined for UTF-8 without more. */
export function describeEncoding({ encoding, damaged }: DecodedText): string | undefined {
  const name = `${encoding.name}${encoding.bom ? ' with a byte order mark' : ''}`;
  if (damaged) return `${name}, some bytes are broken and shown as \ufffd`;
  return name === 'UTF-8' ? undefined : name;
}

function countBroken(text: string): number {
  return text.split('\ufffd').length - 1;
}
