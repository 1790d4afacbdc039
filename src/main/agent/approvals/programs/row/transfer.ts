import { isPattern } from '../../shell/words/globs.ts';
import { isKnown } from '../../shell/words/text.ts';
import { hasOption, operands, optionValues } from './options.ts';
import type { Call } from './program.ts';

/** Options with a value of `cp`, `mv`, `ln`, `install`. */
export const copying = {
  valued: 'tSmgo',
  long: ['target-directory', 'suffix', 'mode', 'owner', 'group'],
};

/** What is copied or moved, and where to: a folder to put it in, or its new name. */
export function copied(args: readonly string[]): { sources: string[]; target: string | undefined } {
  const [into] = optionValues(args, 't', ['target-directory']);
  const words = operands(args, copying);
  return into === undefined
    ? { sources: words.slice(0, -1), target: words.at(-1) }
    : { sources: words, target: into };
}

/** What a copy, a move or a link makes of the files that the script sees. */
export function transfer({ args, follower }: Call, how: 'copy' | 'link'): undefined {
  const { sources, target } = copied(args);
  if (target === undefined) return undefined;
  const symbolic = hasOption(args, 's', ['symbolic', 'symbolic-link']);
  for (const source of sources.slice(0, 64)) {
    const name = source.replace(/\/+$/, '').split('/').at(-1) ?? '';
    for (const place of namesAt(target, follower)) {
      for (const to of [place, `${place}/${name}`]) {
        if (how === 'link' && symbolic) follower.files.link(to, source);
        else
          for (const from of follower.resolve(source)) {
            if (how === 'link') follower.files.link(to, from);
            else follower.files.copy(from, to);
          }
      }
    }
  }
  return undefined;
}

/** The paths that a new name may get: where the words lead, without following a link of that very name. */
function namesAt(target: string, follower: Call['follower']): string[] {
  const clean = target.replace(/(?<=.)\/+$/, '');
  const at = clean.lastIndexOf('/');
  const name = clean.slice(at + 1);
  if (name === '' || name === '.' || name === '..' || !isKnown(clean) || isPattern(clean)) {
    return follower.resolve(clean);
  }
  return follower
    .resolve(at < 0 ? '.' : clean.slice(0, at) || '/')
    .map((folder) => (folder === '/' ? `/${name}` : `${folder}/${name}`));
}
