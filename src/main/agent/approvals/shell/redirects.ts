import { expandParts, expandText, expandWord, type ExpandContext } from './expand.ts';
import type { Follower, Input } from './programs/follower.ts';
import type { Node } from './nodes.ts';
import type { Scope } from './scope.ts';
import { unknown } from './text.ts';

type Redirection = Node<'Redirect'> | Node<'HereString'> | Node<'HereDoc'>;

/** Where a command's input comes from and its output goes. */
export interface Redirects {
  /** Undefined where nothing is redirected. */
  stdin: Input;
  /** Files that get what it prints. */
  targets: string[];
}

/** Opens redirects as a shell does, telling the observer every file, and gives what they connect. */
export function openRedirects(
  nodes: readonly Redirection[],
  context: ExpandContext,
  follower: Follower,
): Redirects {
  const redirects: Redirects = { stdin: undefined, targets: [] };
  for (const node of nodes) {
    if (node.type === 'HereDoc') {
      const { parts, text } = node.body;
      const body = parts && !node.delimiter?.quoted ? expandParts(parts, context) : text;
      connect(node, () => body, redirects, follower);
    } else if (node.type === 'HereString') {
      const text = node.target ? `${expandText(node.target, context)}\n` : '';
      connect(node, () => text, redirects, follower);
    } else openFile(node, redirects, context, follower);
  }
  return redirects;
}

/** Input comes in on standard input, or on another descriptor, which can be read by its path. */
function connect(
  { descriptor }: Redirection,
  text: () => string,
  redirects: Redirects,
  follower: Follower,
): void {
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : 0;
  if (number === 0) redirects.stdin = text;
  else follower.scope.files.set(`/dev/fd/${number}`, text());
}

function openFile(
  { operator, target, descriptor }: Node<'Redirect'>,
  redirects: Redirects,
  context: ExpandContext,
  follower: Follower,
): void {
  if (!target) return;
  const names = expandWord(target, context);
  const duplicates = operator === '<&' || operator === '>&';
  if (duplicates && names.every((name) => /^(\d+-?|-)$/.test(name))) {
    const opened = follower.scope.files.get(`/dev/fd/${names[0]?.replace('-', '')}`);
    if (operator === '<&' && opened !== undefined) redirects.stdin = () => opened;
    return;
  }
  const files = names.flatMap((name) => follower.resolve(name));
  if (operator.startsWith('<')) {
    for (const file of files) follower.observer.access(file, 'read');
    // Read only by those who run it: most input is never looked at.
    redirects.stdin = () => files.map((file) => follower.content(file) ?? unknown).join('');
  }
  if (operator === '<' || operator === '<&') return;
  for (const file of files) follower.observer.access(file, 'write');
  const isOutput = descriptor?.type !== 'FileDescriptor' || descriptor.value === 1;
  if (isOutput) redirects.targets.push(...files);
}

/** What a command prints goes into the files it is redirected to, or on. Gives what goes on. */
export function deliver(output: string, targets: readonly string[], scope: Scope): string {
  if (targets.length === 0) return output;
  for (const file of targets) {
    if (file === '/dev/stdout' || file === '/dev/stderr') return output;
    scope.write(file, output);
  }
  return '';
}
