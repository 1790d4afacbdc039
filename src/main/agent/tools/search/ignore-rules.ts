import { globToRegExp } from './glob.ts';

interface Rule {
  expression: RegExp;
  negated: boolean;
  foldersOnly: boolean;
}

/**
 * The rules of one `.gitignore` (gitignore(5)) for what lies below its folder: the last rule that
 * matches decides.
 */
export class IgnoreRules {
  readonly #rules: Rule[];

  constructor(text: string) {
    this.#rules = text.split(/\r?\n/).flatMap((line) => parseRule(line) ?? []);
  }

  /**
   * Whether a path is ignored (true), is explicitly not (false), or is not spoken of (undefined).
   * @param relative path from the folder of the `.gitignore`, with `/` between the parts
   */
  decide(relative: string, isFolder: boolean): boolean | undefined {
    const rule = this.#rules.findLast(
      ({ expression, foldersOnly }) => (isFolder || !foldersOnly) && expression.test(relative),
    );
    return rule && !rule.negated;
  }
}

function parseRule(line: string): Rule | undefined {
  const text = line.replace(/(?<!\\)\s+$/, '');
  if (text === '' || text.startsWith('#')) return undefined;
  const negated = text.startsWith('!');
  const foldersOnly = text.endsWith('/');
  const pattern = text.slice(negated ? 1 : 0, foldersOnly ? -1 : undefined);
  // A slash at the beginning or in the middle ties a pattern to this folder.
  const glob = pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`;
  try {
    return { expression: globToRegExp(glob), negated, foldersOnly };
  } catch (error) {
    // As git does, a rule that does not parse is taken to match nothing.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
