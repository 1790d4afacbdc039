import { unzipSync, zipSync } from 'fflate';
import { DocumentError } from './document-error.ts';

/** What is taken out of an archive: a bomb must not fill the memory. */
const limits = {
  /** In bytes, unpacked. */
  total: 192 * 1024 * 1024,
  files: 20_000,
};
/** What text can be made of; pictures and fonts stay packed. */
const readable = /\.(xml|rels|x?html?|opf|ncx)$|^mimetype$/i;

/** The readable files of a ZIP archive, in memory. */
export class Archive {
  readonly #files: Record<string, Uint8Array>;

  /** @throws {DocumentError} for what is no ZIP archive, damaged, or too large unpacked */
  constructor(bytes: Uint8Array) {
    let [total, count] = [0, 0];
    try {
      this.#files = unzipSync(bytes, {
        // What a file really unpacks to never exceeds what is said here.
        filter: ({ name, originalSize }) => {
          count += 1;
          if (!readable.test(name) && count <= limits.files) return false;
          total += originalSize;
          if (total > limits.total || count > limits.files) {
            throw new DocumentError('it is too large unpacked, more than 192 MiB');
          }
          return true;
        },
      });
    } catch (error) {
      if (error instanceof DocumentError) throw error;
      throw new DocumentError('it is damaged, or no ZIP archive', { cause: error });
    }
  }

  names(): string[] {
    return Object.keys(this.#files);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#files, name);
  }

  /** A file as text; empty where there is none. */
  text(name: string): string {
    const bytes = this.has(name) ? this.#files[name]! : new Uint8Array();
    return new TextDecoder(isUtf16(bytes) ? 'utf-16le' : 'utf-8').decode(bytes);
  }

  /** Its readable files as an archive again, which unpacks to what it says. */
  repacked(): Buffer {
    return Buffer.from(zipSync(this.#files, { level: 0 }));
  }
}

function isUtf16(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe;
}
