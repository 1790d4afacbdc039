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

/** How many bytes tell what a file is. */
export const sniffedBytes = 8_192;

/** What a file holds: text in one of the Unicode encodings, an image, or neither. */
export type FileKind =
  | { kind: 'text'; encoding: 'utf-8' | 'utf-16le' | 'utf-16be' }
  | { kind: 'image'; type: string }
  | { kind: 'binary' };

/**
 * Tells what a file is by its first bytes (see {@link sniffedBytes}). As in git and grep, a NUL byte
 * means that it is no text, unless a byte order mark says that it is UTF-16.
 */
export function fileKind(start: Buffer): FileKind {
  if (start.length >= 12) {
    const image = imageTypes.find(({ begins }) => begins(start));
    if (image) return { kind: 'image', type: image.type };
  }
  if (start.length >= 2) {
    const mark = start.readUInt16BE(0);
    if (mark === 0xfffe) return { kind: 'text', encoding: 'utf-16le' };
    if (mark === 0xfeff) return { kind: 'text', encoding: 'utf-16be' };
  }
  return start.includes(0) ? { kind: 'binary' } : { kind: 'text', encoding: 'utf-8' };
}
