import mammoth from 'mammoth';
import type { Archive } from './archive.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';

/** A Word document (.docx) as Markdown. */
export async function wordToText(archive: Archive): Promise<string> {
  const { value } = await mammoth.convertToHtml(
    { buffer: archive.repacked() },
    // They are not in the archive any more.
    { convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })) },
  );
  return htmlToMarkdown(value);
}
