/**
 * Text of a command as far as it can be known without running it. What cannot be known stands in
 * the text as one character of the private use area, so that known parts around it keep their place.
 */

/** Something only known when the command runs. */
export const unknown = '\uE000';
/** Something that comes from the network. */
export const fromNetwork = '\uE001';
/** The process id of something this very command started. */
export const ownProcess = '\uE002';
/** A fresh file or folder of `mktemp`. */
export const freshFile = '\uE003';
/** The ids of all processes. */
export const everyProcess = '\uE004';

const unknownParts = /[\uE000\uE001\uE004]/;

/** Whether all of the text is known. */
export function isKnown(text: string): boolean {
  return !unknownParts.test(text);
}

/** The text without its unknown parts, as it is where they turn out to be empty. */
export function withoutUnknown(text: string): string {
  return text.replaceAll(/[\uE000\uE001\uE004]/g, '');
}

/** The text as a person reads it. */
export function readable(text: string): string {
  return text
    .replaceAll(/[\uE000\uE002\uE004]/g, '…')
    .replaceAll(fromNetwork, '(from the network)')
    .replaceAll(freshFile, '(new file)');
}

/** Text from outside, without what would be taken for one of the characters above. */
export function plainText(text: string): string {
  return text.replaceAll(/[\uE000-\uE004]/g, '\uFFFD');
}

/** At most so many of these; something unknown stands for the rest, so that nothing is hidden by length. */
export function bounded(texts: readonly string[], most: number): string[] {
  return texts.length <= most ? [...texts] : [...texts.slice(0, most), unknown];
}

/** At most so many characters; an unknown line stands for the rest. */
export function boundedText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}\n${unknown}`;
}

/** A word in single quotes, so that a shell reads it as it is. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Words as a person would type them: quoted only where a shell needs it. */
export function commandLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./~^*?[\]{}!-]+$/.test(word) ? word : quoted(word)))
    .join(' ');
}
