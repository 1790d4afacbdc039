import { forEachChild, type SyntaxNode } from 'unbash';

/** A kind of node of the shell's syntax tree. */
export type Node<Type extends SyntaxNode['type']> = Extract<SyntaxNode, { type: Type }>;
/** A whole script, or what stands inside `$(…)`. */
export type Script = Node<'Script'>;
/** Everything that can stand where a command stands. */
export type Runnable = Node<
  | 'Command'
  | 'Pipeline'
  | 'AndOr'
  | 'CompoundList'
  | 'BraceGroup'
  | 'Subshell'
  | 'If'
  | 'Case'
  | 'For'
  | 'Select'
  | 'While'
  | 'ArithmeticFor'
  | 'Redirected'
  | 'Function'
  | 'Coproc'
  | 'TestCommand'
  | 'ArithmeticCommand'
>;

/** The scripts inside a node (`$(…)`, `<(…)`, backquotes), wherever they stand, but not those inside them. */
export function nestedScripts(node: SyntaxNode): Script[] {
  const found: Script[] = [];
  forEachChild(node, (child) => {
    if (child.type === 'Script') found.push(child);
    else found.push(...nestedScripts(child));
  });
  return found;
}

/** The texts of all words inside a node. */
export function wordsIn(node: SyntaxNode): string[] {
  if (node.type === 'Word') return [node.value];
  const found: string[] = [];
  forEachChild(node, (child) => found.push(...wordsIn(child)));
  return found;
}
