import { createHash } from 'node:crypto';
import type { OutgoingFile, OutgoingText } from '../channel.ts';
import type { Part } from './answer-state.ts';
import { duplicateMark, type Writing } from './writing.ts';

/** A part with nothing done for it yet, but for its text. */
export const newPart = { length: 0, format: 'markup', shown: 'no', doubts: 0 } as const;

const announced = '(the next message may be a duplicate)';

/** What is sent of a part. */
export function textOf({ format, markup, plain }: Part): OutgoingText {
  return { format, text: format === 'plain' ? plain : markup };
}

/** The file of a part, with a caption where it may have arrived already. */
export function fileOf({ doubts }: Part, file: OutgoingFile): OutgoingFile {
  if (doubts === 0) return file;
  return { ...file, caption: { text: duplicateMark.trim(), format: 'plain' } };
}

/** Names the message of an answer for platforms that carry out a send once a nonce. */
export function nonceOf(id: string, index: number): string {
  return createHash('sha256').update(`${id} ${index}`).digest('base64url').slice(0, 24);
}

/**
 * Makes a part of which nobody knows whether it arrived say so. Where it has no room for that, another
 * part is put before it.
 * @returns the part to be sent first
 */
export function marked(part: Part, parts: Part[], writing: Writing, limit: number): Part {
  const said = part.file !== undefined || part.plain.startsWith(duplicateMark);
  if (part.doubts === 0 || said) return part;
  if (part.length + duplicateMark.length <= limit) {
    const mark = writing.escaped(duplicateMark.trim());
    part.markup = `${mark.markup}\n\n${part.markup}`;
    part.plain = `${mark.plain}\n\n${part.plain}`;
    part.length += duplicateMark.length;
    return part;
  }
  const index = parts.indexOf(part);
  if (parts[index - 1]?.plain === announced) return part;
  const announcement: Part = { ...newPart, ...writing.escaped(announced) };
  parts.splice(index, 0, announcement);
  return announcement;
}

/**
 * Takes a part apart that the platform finds too long: into halves, as plain text, cut at a space
 * where there is one. False where nothing is left to cut.
 */
export function halve(part: Part, parts: Part[]): boolean {
  const characters = Array.from(part.plain);
  const middle = Math.floor(characters.length / 2);
  const space = characters.findIndex((each, index) => index >= middle && /\s/.test(each));
  const at = space === -1 || space > middle * 1.5 ? middle : space;
  const halves = [characters.slice(0, at).join('').trimEnd(), characters.slice(at).join('').trim()]
    .filter((half) => half !== '')
    .map((plain, index): Part => {
      const ref = index === 0 ? part.ref : undefined;
      return { ...part, plain, markup: plain, length: plain.length, format: 'plain', ref };
    });
  if (halves.length < 2) return false;
  parts.splice(parts.indexOf(part), 1, ...halves);
  return true;
}
