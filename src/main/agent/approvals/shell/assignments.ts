import { expandText, expandWord } from './words/expand.ts';
import type { ExpandContext } from './words/expand-context.ts';
import type { Node } from './nodes.ts';

/** What an assignment needs of the interpreter. */
interface Assigner {
  assign(name: string, value: string): void;
}

/** Makes an assignment. Gives it as the word that a builtin such as `export` gets. */
export function makeAssignment(
  node: Node<'Assignment'>,
  context: ExpandContext,
  assigner: Assigner,
): string {
  const { scope } = context;
  if (node.value.type === 'ArrayValue') {
    const elements = node.value.elements.flatMap((word) => expandWord(word, context));
    scope.assignArray(node.name, elements, node.append);
    return `${node.name}=`;
  }
  const text = expandText(node.value, context);
  if (node.append) scope.assign(node.name, text, true);
  else assigner.assign(node.name, text);
  if (node.index) scope.assignArray(node.name, [text], true);
  return `${node.name}=${text}`;
}
