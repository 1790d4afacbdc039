import type { SyntaxNode } from 'unbash';

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
