import { forEachChild, type SyntaxNode } from 'unbash';
import type { Node } from './nodes.ts';

/** Whether a function starts itself in a pipe or in the background: `f(){ f|f& }`, whatever its name. */
export function forksItself(node: Node<'Function'>): boolean {
  return startsIn(node.body, node.name.value, false);
}

function startsIn(node: SyntaxNode, name: string, forked: boolean): boolean {
  if (node.type === 'Command' && forked && node.name?.value === name) return true;
  const inside =
    forked ||
    (node.type === 'Pipeline' && node.commands.length > 1) ||
    (node.type === 'Statement' && node.background === true);
  let found = false;
  forEachChild(node, (child) => {
    found ||= startsIn(child, name, inside);
  });
  return found;
}

/** Whether a loop that never ends starts something in the background at each turn and never waits. */
export function startsWithoutEnd(node: Node<'While'>): boolean {
  const [first] = node.clause.commands;
  const endless =
    first?.command.type === 'Command' && /^(true|:|false)$/.test(first.command.name?.value ?? '');
  return endless && node.body.commands.some(({ background }) => background) && !waits(node.body);
}

function waits(node: SyntaxNode): boolean {
  if (node.type === 'Command' && /^(wait|sleep|read)$/.test(node.name?.value ?? '')) return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= waits(child);
  });
  return found;
}
