import { preparePython, type Python } from '../../support/python/python.ts';
import { piecesFor } from './runners.ts';

/** A Python with all that the pages install, made by their own commands. */
export interface DocumentedPython {
  /** Left out where there can be none. */
  python?: Python;
  /** For the name of a test that cannot run then, and why; empty where it can. */
  without: string;
}

/** Finds or makes it. */
export async function documentedPython(): Promise<DocumentedPython> {
  if (process.platform === 'win32') {
    return { without: ' (not run: the pages are written for a POSIX shell)' };
  }
  const commands = new Set(piecesFor('pip install').map(({ code }) => code));
  const prepared = await preparePython([...commands]);
  return typeof prepared === 'string'
    ? { without: ` (not run: ${prepared})` }
    : { python: prepared, without: '' };
}
