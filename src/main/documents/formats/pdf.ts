import { extractText, getDocumentProxy } from 'unpdf';
import { DocumentError } from './document-error.ts';

/** The text of a PDF, page by page. */
export async function pdfToText(bytes: Uint8Array): Promise<string> {
  let pages: string[];
  try {
    // It refuses a Buffer, and takes the memory of what it is given.
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    pages = (await extractText(pdf, { mergePages: false })).text;
  } catch (error) {
    throw new DocumentError((error as Error).message, { cause: error });
  }
  if (pages.join('').trim() === '')
    throw new DocumentError('it holds no text, only images perhaps');
  return pages.join('\n\n').trim();
}
