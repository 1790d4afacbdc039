import type { Program } from './program.ts';

/** Tests of `find` that may leave something out, with their value. */
const narrowing =
  /^-(i?name|i?path|i?wholename|i?regex|i?lname|mtime|mmin|ctime|cmin|atime|amin|newer\w*|size|inum|samefile)$/;
const times = /^-(mtime|mmin|ctime|cmin|atime|amin|size)$/;
const actions = /^-(exec|execdir|ok|okdir)$/;
const alternatives = /^(-o|-or|,)$/;

/** The folders that `find` looks through; without any, where it stands. */
function foundIn(args: readonly string[]): string[] {
  let start = 0;
  while (/^-([HLP]+|O\d*|D)$/.test(args[start] ?? '')) start += args[start] === '-D' ? 2 : 1;
  const end = args.findIndex((word, at) => at >= start && /^[-(!]/.test(word));
  const folders = args.slice(start, end < 0 ? undefined : end).filter((word) => word !== '');
  return folders.length > 0 ? folders : ['.'];
}

/** Whether the tests leave something out, so that not all of a folder is found. */
function isNarrowed(args: readonly string[]): boolean {
  // With alternatives nothing can be said.
  if (args.some((word) => alternatives.test(word))) return false;
  return args.some((word, at) => {
    if (word === '-empty') return true;
    if (!narrowing.test(word) || /^(!|-not)$/.test(args[at - 1] ?? '')) return false;
    const value = args[at + 1] ?? '';
    if (word.endsWith('regex')) return !/^[(^]*\.[*+]/.test(value);
    if (times.test(word)) return !/^(\+0|-\d{4,}|\+-1)/.test(value);
    return word.startsWith('-newer') || !/^[*?./]*\*[*?]*$/.test(value);
  });
}

/** The value of a test that what is found must pass; undefined where it says nothing. */
function valueOf(args: readonly string[], test: RegExp): string | undefined {
  const at = args.findIndex((word) => test.test(word));
  if (at < 0 || /^(!|-not)$/.test(args[at - 1] ?? '')) return undefined;
  return args.some((word) => alternatives.test(word)) ? undefined : args[at + 1];
}

/** What may be found: patterns of paths, in which `**` stands for folders of any depth. */
function paths(args: readonly string[]): string[] {
  const roots = foundIn(args);
  const name = valueOf(args, /^-i?name$/);
  const whole = valueOf(args, /^-i?(path|wholename)$/)?.replaceAll(/\*+/g, '**');
  const depth = Number(valueOf(args, /^-maxdepth$/) ?? Infinity);
  return roots.flatMap((root) => {
    const folder = root.replace(/\/+$/, '');
    if (whole !== undefined) {
      return [whole.startsWith('/') ? whole : `${folder}/${whole.replace(/^\.\/+/, '')}`];
    }
    const own = isNarrowed(args) ? [] : [root];
    if (depth === 0) return own;
    if (depth <= 3) {
      const levels = Array.from({ length: depth }, (_, level) => '/*'.repeat(level));
      return [...own, ...levels.map((between) => `${folder}${between}/${name ?? '*'}`)];
    }
    return [...own, `${folder}/**/${name ?? '*'}`];
  });
}

/** `find`: what it prints, what it starts with what it finds, and what it deletes and writes itself. */
export const find: Program = {
  names: ['find', 'gfind', 'bfs'],
  looksOnly: true,
  reads: foundIn,
  writes: (args) =>
    args.filter((_, at) => /^-(fprint|fprint0|fls|fprintf)$/.test(args[at - 1] ?? '')),
  deletes(args) {
    const deletes = args.some(
      (word, at) =>
        word === '-delete' ||
        (actions.test(word) &&
          /(^|\/)(rm|shred|unlink|rmdir|trash(-put)?)$/.test(args[at + 1] ?? '')),
    );
    if (!deletes) return [];
    return isNarrowed(args) ? paths(args) : foundIn(args);
  },
  follows({ args, follower }) {
    args.forEach((word, index) => {
      if (!actions.test(word)) return;
      const rest = args.slice(index + 1);
      const stop = rest.findIndex((text) => text === ';' || text === '+');
      const argv = stop < 0 ? rest : rest.slice(0, stop);
      for (const found of paths(args)) {
        follower.invoke(
          argv.map((text) => text.replaceAll('{}', found)),
          undefined,
          true,
        );
      }
    });
    return paths(args)
      .map((path) => `${path}\n`)
      .join('');
  },
};
