import { createHash } from 'node:crypto';

/** Longest name of a function or a property, in characters. */
const longestName = 64;

/** What names are made of: OpenAI's rule for functions, Gemini's for their first character, Anthropic's for properties. */
export const nameRules = {
  tool: /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/,
  property: /^[a-zA-Z0-9_.-]{1,64}$/,
} as const;

/**
 * Names that can be sent, for names as they came: each fitting one stays, the others become like it,
 * unique and always the same.
 */
export function fittingNames(
  names: Iterable<string>,
  kind: keyof typeof nameRules,
): ReadonlyMap<string, string> {
  const all = [...names];
  const rule = nameRules[kind];
  const taken = new Set(all.filter((name) => rule.test(name)));
  const fitting = new Map<string, string>();
  for (const name of all) {
    if (fitting.has(name)) continue;
    if (rule.test(name)) {
      fitting.set(name, name);
      continue;
    }
    const like = fittingName(name, kind);
    const sent = taken.has(like) ? marked(like, name) : like;
    taken.add(sent);
    fitting.set(name, sent);
  }
  return fitting;
}

/** A name that can be sent in place of this one. */
export function fittingName(name: string, kind: keyof typeof nameRules): string {
  if (nameRules[kind].test(name)) return name;
  const other = kind === 'tool' ? /[^\w-]/g : /[^\w.-]/g;
  const plain = name.replaceAll(other, '_');
  const begun = kind === 'tool' && !/^[a-z_]/i.test(plain) ? `_${plain}` : plain || '_';
  return begun.length > longestName ? marked(begun, name) : begun;
}

/** Short enough, and told apart from others that begin alike. */
function marked(like: string, name: string): string {
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${like.slice(0, longestName - mark.length - 1)}_${mark}`;
}
