import { redacted } from '../../log/redactor.ts';

/** What the mark is, for a model that is about to write it. */
const meaning = `"${redacted}" is no text of the file: it stands for a key that was taken out of what you read, and writing it would destroy the key.`;

/**
 * Why a text must not go into a file: it has the mark of a removed key more often than what it
 * replaces. Undefined when it may.
 */
export function redactedProblem(after: string, before = ''): string | undefined {
  if (count(after) <= count(before)) return undefined;
  return `${meaning} Change other parts of the file with patch, and leave the lines with keys alone.`;
}

/** Why a command or what a program reads must not have the mark: it may write it somewhere. */
export function redactedInputProblem(text: string): string | undefined {
  if (!text.includes(redacted)) return undefined;
  const apart = `${redacted.slice(0, 4)}''${redacted.slice(4)}`;
  return `${meaning} Nothing was run. Let programs read the key where it is; if you mean the word itself, write it in two parts ("${apart}" in a shell), or use search_files to look for it.`;
}

/** Why text that was to be found in a file may not be there. */
export function redactedHint(...texts: readonly string[]): string {
  if (!texts.some((text) => text.includes(redacted))) return '';
  return ` ${meaning} Leave such lines out of what is to be found.`;
}

function count(text: string): number {
  return text.split(redacted).length - 1;
}
