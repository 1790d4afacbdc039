import { Archive } from './archive.ts';
import { DocumentError } from './document-error.ts';
import type { DocumentKind } from '../document-kind.ts';

/** A document as text. */
export interface DocumentText {
  /** What it is, for the model: "Word document". */
  format: string;
  text: string;
}

/** Formats in a ZIP archive, by a file that tells them. Each brings libraries, loaded when needed. */
const formats: readonly {
  format: string;
  marker: string;
  load: () => Promise<(archive: Archive) => string | Promise<string>>;
}[] = [
  {
    format: 'Word document',
    marker: 'word/document.xml',
    load: async () => (await import('./word.ts')).wordToText,
  },
  {
    format: 'Excel workbook',
    marker: 'xl/workbook.xml',
    load: async () => (await import('./sheets.ts')).sheetsToText,
  },
  {
    format: 'PowerPoint presentation',
    marker: 'ppt/presentation.xml',
    load: async () => (await import('./slides.ts')).slidesToText,
  },
  {
    format: 'EPUB book',
    marker: 'META-INF/container.xml',
    load: async () => (await import('./epub.ts')).epubToText,
  },
  {
    format: 'OpenDocument file',
    marker: 'content.xml',
    load: async () => (await import('./open-document.ts')).openDocumentToText,
  },
];

/**
 * Makes text of a document. Takes seconds, and all the memory that a bomb wants: for a worker.
 * @throws {DocumentError} saying what is wrong with it
 */
export async function documentToText(bytes: Uint8Array, kind: DocumentKind): Promise<DocumentText> {
  switch (kind) {
    case 'pdf': {
      const { pdfToText } = await import('./pdf.ts');
      return { format: 'PDF', text: await pdfToText(bytes) };
    }
    case 'notebook': {
      const { notebookToText } = await import('./notebook.ts');
      return { format: 'Jupyter notebook', text: notebookToText(new TextDecoder().decode(bytes)) };
    }
    case 'old-office':
      throw new DocumentError(
        'it is in the binary format of old Office programs, or encrypted. Convert it, for example with soffice --headless --convert-to docx, or xlsx, pptx',
      );
    case 'archive':
      return archiveToText(new Archive(bytes));
  }
}

async function archiveToText(archive: Archive): Promise<DocumentText> {
  const found = formats.find(({ marker }) => archive.has(marker));
  if (!found) {
    throw new DocumentError(
      'it is a ZIP archive and no document. List it with unzip -l, and unpack it into a folder',
    );
  }
  try {
    const text = (await (await found.load())(archive)).trim();
    if (text === '') throw new DocumentError('it holds no text');
    return { format: found.format, text };
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    const { message } = error as Error;
    throw new DocumentError(`it is damaged: ${message.split('\n')[0]}`, { cause: error });
  }
}
