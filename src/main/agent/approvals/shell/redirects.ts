import { expandParts, expandText, expandWord, type ExpandContext } from './expand.ts';
import type { Follower, Input } from './follower.ts';
import type { Node } from './nodes.ts';
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
      redirects.stdin = () => body;
    } else if (node.type === 'HereString') {
      const text = node.target ? `${expandText(node.target, context)}\n` : '';
      redirects.stdin = () => text;
    } else openFile(node, redirects, context, follower);
  }
  return redirects;
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
  if (duplicates && names.every((name) => /^(\d+-?|-)$/.test(name))) return;
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
