import type { ReadEntity } from './markdown-v2.ts';

/** What the phone marks in a text: commands and mentions. */
export function entitiesOf(text: string): ReadEntity[] {
  const commands = [...text.matchAll(/(?<!\S)\/[a-z0-9_]{1,32}(?:@\w+)?/gi)].map((match) => ({
    type: 'bot_command',
    offset: match.index,
    length: match[0].length,
  }));
  const mentions = [...text.matchAll(/(?<![\w/@])@\w{4,32}/g)]
    .filter(({ index }) => !commands.some((c) => index > c.offset && index < c.offset + c.length))
    .map((match) => ({ type: 'mention', offset: match.index, length: match[0].length }));
  return [...commands, ...mentions];
}
