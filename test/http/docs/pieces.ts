import { allPages, blocksOf } from '../../support/markdown.ts';

/** The address that all pages use: the default. */
export const documentedAddress = '127.0.0.1:8642';
/** The model service's own name in containers, with the port of the pages. */
const documentedDockerAddress = 'host.docker.internal:8642';
/** What stands for the key in the pages. */
const documentedKey = 'YOUR_KEY';

/** Something in the pages that a reader would run, or save as a file of a program's. */
export interface Piece {
  /** `docs/clients/curl.md` */
  page: string;
  /** Where it stands: `docs/clients/curl.md:27`. */
  place: string;
  /** A fenced block's; `inline` for what stands in backticks within a text. */
  language: string;
  /** A command of a block in `sh`, lines that go on joined; any other block as it stands. */
  code: string;
  /** The bold line above the block, which names the file or says what it is; else the heading. */
  title: string;
}

/** Blocks titled so are files of variables, though shown as `sh`. */
const isVariablesFile = (title: string): boolean => /^\.env(\.|$)/.test(title);

/** Everything in all pages that could be run or used, in order. */
export function allPieces(): Piece[] {
  return allPages().flatMap(({ name, text }) => [...ofBlocks(name, text), ...ofProse(name, text)]);
}

function ofBlocks(page: string, text: string): Piece[] {
  const lines = text.split('\n');
  return blocksOf(text).flatMap(({ language, code, line }) => {
    const above = lines.slice(0, line - 1).reverse();
    const named = above.find((each) => each.trim() !== '') ?? '';
    const bold = /^\*\*(.+)\*\*$/.exec(named)?.[1];
    const heading = above.find((each) => each.startsWith('#'))?.replace(/^#+ /, '');
    const title = bold ?? heading ?? '';
    const place = `${page}:${line}`;
    if (language !== 'sh') return [{ page, place, language, code, title }];
    if (isVariablesFile(title)) return [{ page, place, language: 'env', code, title }];
    return commandsOf(code).map((command) => ({ page, place, language, code: command, title }));
  });
}

/** The commands of a block, lines that go on joined, without comments. */
function commandsOf(code: string): string[] {
  return code
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/\s#.*$|^#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** What stands in backticks, outside of blocks; twice the same on one page counts once. */
function ofProse(page: string, text: string): Piece[] {
  const blank = (block: string): string => block.replaceAll(/[^\n]/g, '');
  const prose = text.replaceAll(/^```\w*\n.*?\n```$/gms, blank).split('\n');
  const seen = new Set<string>();
  return prose.flatMap((line, index) =>
    [...line.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => {
      if (seen.has(code!)) return [];
      seen.add(code!);
      const place = `${page}:${index + 1}`;
      return [{ page, place, language: 'inline', code: code!, title: '' }];
    }),
  );
}

/**
 * A piece as a person with this server would have it: only address and key are others.
 * @param server its address, `http://127.0.0.1:PORT`
 */
export function asOn(code: string, server: string, key: string): string {
  const { host, port } = new URL(server);
  return code
    .replaceAll(documentedAddress, host)
    .replaceAll(documentedDockerAddress, `host.docker.internal:${port}`)
    .replaceAll(documentedKey, key);
}

/** Each different piece once, with the places where it stands. */
export function pagesOf(pieces: readonly Piece[]): Map<string, string> {
  const places = new Map<string, string>();
  for (const { code, place } of pieces) {
    const before = places.get(code);
    places.set(code, before ? `${before}, ${place}` : place);
  }
  return places;
}
