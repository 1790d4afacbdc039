import { expandParts, expandText, expandWord } from './words/expand.ts';
import type { ExpandContext } from './words/expand-context.ts';
import type { FileTable } from './file-table.ts';
import type { Node } from './nodes.ts';
import { unknown } from './words/text.ts';
import type { Input } from '../programs/row/program.ts';

type Redirection = Node<'Redirect'> | Node<'HereString'> | Node<'HereDoc'>;

/** What opening files needs of the interpreter. */
interface Opener {
  readonly files: FileTable;
  resolve(text: string): string[];
  content(file: string): string | undefined;
  /** Told every file that a redirect opens. */
  opened(file: string, access: 'read' | 'write'): void;
}

/** A file that gets what a command prints. */
interface Target {
  file: string;
  /** Whether what stood there stays. */
  appends: boolean;
}

/** Where a command's input comes from and its output goes. */
export interface Redirects {
  /** Undefined where nothing is redirected. */
  stdin: Input;
  targets: Target[];
}

/** Opens redirects as a shell does, telling of every file, and gives what they connect. */
export function openRedirects(
  nodes: readonly Redirection[],
  context: ExpandContext,
  opener: Opener,
): Redirects {
  const redirects: Redirects = { stdin: undefined, targets: [] };
  for (const node of nodes) {
    if (node.type === 'HereDoc') {
      const { parts, text } = node.body;
      const body = parts && !node.delimiter?.quoted ? expandParts(parts, context) : text;
      connect(node, () => body, redirects, opener);
    } else if (node.type === 'HereString') {
      const text = node.target ? `${expandText(node.target, context)}\n` : '';
      connect(node, () => text, redirects, opener);
    } else openFile(node, redirects, context, opener);
  }
  return redirects;
}

/** Input comes in on standard input, or on another descriptor, which can be read by its path. */
function connect(
  { descriptor }: Redirection,
  text: () => string,
  redirects: Redirects,
  { files }: Opener,
): void {
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : 0;
  if (number === 0) redirects.stdin = text;
  else files.write(`/dev/fd/${number}`, text());
}

function openFile(
  { operator, target, descriptor }: Node<'Redirect'>,
  redirects: Redirects,
  context: ExpandContext,
  opener: Opener,
): void {
  if (!target) return;
  const names = expandWord(target, context);
  const duplicates = operator === '<&' || operator === '>&';
  if (duplicates && names.every((name) => /^(\d+-?|-)$/.test(name))) {
    const opened = opener.files.written(`/dev/fd/${names[0]?.replace('-', '')}`);
    if (operator === '<&' && opened !== undefined) redirects.stdin = () => opened;
    return;
  }
  const files = names.flatMap((name) => opener.resolve(name));
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined;
  if (operator.startsWith('<')) {
    for (const file of files) opener.opened(file, 'read');
    // Read only by those who run it: most input is never looked at.
    const text = (): string => files.map((file) => opener.content(file) ?? unknown).join('');
    if (number === undefined || number === 0) redirects.stdin = text;
    else opener.files.write(`/dev/fd/${number}`, text());
  }
  if (operator === '<' || operator === '<&') return;
  for (const file of files) opener.opened(file, 'write');
  if (number === undefined || number === 1) {
    const appends = operator === '>>' || operator === '&>>' || operator === '<>';
    redirects.targets.push(...files.map((file) => ({ file, appends })));
  }
}

/** What a command prints goes into the files it is redirected to, or on. Gives what goes on. */
export function deliver(output: string, targets: readonly Target[], files: FileTable): string {
  if (targets.length === 0) return output;
  for (const { file } of targets) {
    if (file === '/dev/stdout' || file === '/dev/stderr') return output;
    files.write(file, output);
  }
  return '';
}
