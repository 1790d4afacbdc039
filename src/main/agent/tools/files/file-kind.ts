import { textKind, type TextEncoding } from '../../../documents/text/text-encoding.ts';

/** Image types that models take, by the bytes they begin with. */
const imageTypes: readonly { type: string; begins: (bytes: Buffer) => boolean }[] = [
  { type: 'image/png', begins: (bytes) => bytes.readUInt32BE(0) === 0x89504e47 },
  { type: 'image/jpeg', begins: (bytes) => bytes.readUIntBE(0, 3) === 0xffd8ff },
  { type: 'image/gif', begins: (bytes) => /^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)) },
  {
    type: 'image/webp',
    begins: (bytes) => /^RIFF[^]{4}WEBP/.test(bytes.toString('latin1', 0, 12)),
  },
];

/** What a file holds: text (in an encoding older than Unicode: `legacy`), an image, or neither. */
export type FileKind =
  | { kind: 'text'; encoding: TextEncoding | 'legacy' }
  | { kind: 'image'; type: string }
  | { kind: 'binary' };

/** Tells what a file is by its first bytes (`sniffedBytes` of them). */
export function fileKind(start: Buffer): FileKind {
  if (start.length >= 12) {
    const image = imageTypes.find(({ begins }) => begins(start));
    if (image) return { kind: 'image', type: image.type };
  }
  const encoding = textKind(start);
  return encoding === undefined ? { kind: 'binary' } : { kind: 'text', encoding };
}
