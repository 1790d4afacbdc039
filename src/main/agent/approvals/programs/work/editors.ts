import { unknown } from '../../shell/words/text.ts';
import { named, none } from '../row/kit.ts';
import { operands, optionValues } from '../row/options.ts';
import { rows, type Call } from '../row/program.ts';

/** Editors, which run what they are told. */
export const editors = rows(
  { names: ['ed', 'red'], runsInput: true, reads: none, follows: lineEditor },
  {
    names: named(
      'vim vi nvim ex view-ex gvim nano pico micro joe ne helix hx kak code subl vimdiff',
    ),
    runsInput: true,
    writes: (args) =>
      args.some((option) => /^(\+|-c$|-S$|-s$|-es?$)/.test(option))
        ? operands(args, { valued: 'cSsuUTwW' }).filter((name) => !name.startsWith('+'))
        : [],
    follows: editorCode,
  },
);

/** What `ed` is told: `!command`, `w file`, `r file`. */
function lineEditor({ args, input, follower }: Call): string {
  for (const line of [...args, ...(input?.() ?? '').split('\n')]) {
    const code = /^\s*[\d,$%.]*\s*[rwe]?\s*!(.+)$/.exec(line)?.[1];
    if (code) follower.follow(code, { child: true });
    const written = /^\s*[\d,$%.]*\s*[wW]q?\s+([^!\s]\S*)/.exec(line)?.[1];
    if (written) follower.invoke(['tee', written], undefined, true);
    const read = /^\s*[\d,$%.]*\s*[reE]\s+([^!\s]\S*)/.exec(line)?.[1];
    if (read) follower.invoke(['cat', read], undefined, true);
  }
  for (const file of operands(args, { valued: 'p' }))
    follower.invoke(['cat', file], undefined, true);
  return unknown;
}

/** Commands that an editor is told: `:!command`, `:w file`, `:r!command`, `system()`. */
function editorCode({ args, input, follower }: Call): string | undefined {
  const told = [
    ...args.flatMap((option, at) =>
      option.startsWith('+')
        ? [option.slice(1)]
        : /^(-c|--cmd)$/.test(args[at - 1] ?? '')
          ? [option]
          : [],
    ),
    ...(input ? input().split('\n') : []),
  ];
  for (const line of told) {
    const code = /^\s*:*(?:sil\w*!?\s+)?(?:\d*,?[$%]?)?(?:r\w*\s*|w\w*\s*)?!(.+)$/s.exec(line)?.[1];
    if (code) follower.follow(code, { child: true });
    const written = /^\s*:*(?:sav\w*|w\w*)!?\s+(?!!)(\S+)/.exec(line)?.[1];
    if (written) follower.invoke(['tee', written], undefined, true);
    const read = /^\s*:*\d*(?:r|re|rea|read|e|ed|edit|so|source)!?\s+(?!!)(\S+)/.exec(line)?.[1];
    if (read) follower.invoke(['cat', read], undefined, true);
    if (/system\w*\(|term\w*\b|python\d?\b|lua\b|perl\b|ruby\b|call\b|exe\w*\b/.test(line))
      follower.code('other', line, true);
  }
  for (const file of optionValues(args, 'sS')) {
    for (const place of follower.resolve(file)) {
      const content = follower.content(place);
      if (content) follower.code('other', content, true);
    }
  }
  return undefined;
}
