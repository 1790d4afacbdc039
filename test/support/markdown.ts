import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The project's folder. */
export const root = path.resolve(import.meta.dirname, '../..');

/** A page of the documentation. */
export interface Page {
  /** From the project's folder, with `/`: `docs/api.md`. */
  name: string;
  text: string;
}

/** A fenced block of code. */
export interface Block {
  /** Empty where the fence names none. */
  language: string;
  code: string;
  /** Where the fence opens; counts from 1. */
  line: number;
}

/** Everything that people read: the pages at the top, and all of `docs`. */
export function allPages(): Page[] {
  const docs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...docs
      .filter((file) => file.endsWith('.md'))
      .map((file) => path.posix.join('docs', file.replaceAll(path.sep, '/')))
      .sort(),
  ].map((name) => page(name));
}

/** The page of this name. */
export function page(name: string): Page {
  return { name, text: readFileSync(path.join(root, name), 'utf8').replaceAll('\r\n', '\n') };
}

/** The fenced blocks of a page, in order. */
export function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)\n```$/gms)].map((match) => ({
    language: match[1]!,
    code: match[2]!,
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/** A page without its fenced blocks. */
function proseOf(text: string): string {
  return text.replace(/^```\w*\n.*?\n```$/gms, '');
}

/** The rows of all tables, as their cells; without the rules under the heads. */
export function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What stands in backticks outside of fenced blocks. */
export function codeSpansOf(text: string): string[] {
  return [...proseOf(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
}

/** The part of a page under this heading, up to the next of its level or above. */
export function sectionOf(text: string, heading: string): string {
  const [, marks = '', rest] = new RegExp(`^(#+) ${heading}\n(.*)`, 'ms').exec(`${text}\n`) ?? [];
  if (rest === undefined) throw new Error(`There is no heading "${heading}"`);
  const end = rest.search(new RegExp(`^#{1,${marks.length}} `, 'm'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Where the links and images of a page lead, in Markdown and in HTML. */
export function targetsOf(text: string): string[] {
  const prose = proseOf(text).replace(/`[^`\n]+`/g, '');
  return [
    ...[...prose.matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map(([, target]) => target!),
    ...[...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map(([, target]) => target!),
  ];
}

/** What a link to a heading of this page ends with, as GitHub makes it. */
export function anchorsOf(text: string): Set<string> {
  const headings = [...proseOf(text).matchAll(/^#+ (.+)$/gm)];
  return new Set(
    headings.map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-'),
    ),
  );
}
