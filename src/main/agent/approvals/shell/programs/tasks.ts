import path from 'node:path';
import { z } from 'zod';
import type { Call } from './follower.ts';
import { operands, optionValues } from './options.ts';

const manifest = z.object({ scripts: z.record(z.string(), z.string()).default({}) });

/** Package manager commands that run a script of package.json by a name of their own. */
const lifecycle = new Set(['test', 'start', 'stop', 'restart', 'publish', 'version']);

/** `npm run name`: the script's text is shell code, and whoever wrote it may have been misled. */
export function packageScripts({ name, args, follower }: Call): undefined {
  const words = operands(args, { valued: 'Cw', long: ['prefix', 'workspace', 'filter', 'cwd'] });
  const [first = '', second] = words;
  const wanted = /^(run|run-script)$/.test(first) ? second : lifecycleOr(name, first);
  if (wanted === undefined) return undefined;
  for (const folder of follower.resolve(optionValues(args, 'C', ['prefix', 'cwd'])[0] ?? '.')) {
    const text = follower.content(path.join(folder, 'package.json'));
    if (text === undefined) continue;
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      // Then the package manager cannot read it either.
      continue;
    }
    const scripts = manifest.safeParse(json).data?.scripts ?? {};
    for (const script of [`pre${wanted}`, wanted, `post${wanted}`]) {
      const code = Object.hasOwn(scripts, script) ? scripts[script] : undefined;
      if (code !== undefined) follower.follow(code, { frame: `${folder} ${script}` });
    }
  }
  return undefined;
}

function lifecycleOr(name: string, word: string): string | undefined {
  if (lifecycle.has(word)) return word;
  return name === 'npm' || word === '' ? undefined : word;
}

/** `make target`: the lines of the recipes are shell code. Which targets are reached is not decided: all are followed. */
export function recipes({ name, args, input, follower }: Call): undefined {
  const spec = { valued: 'fCIjlo', long: ['file', 'directory', 'makefile'] };
  const [folder = '.'] = optionValues(args, 'C', ['directory']);
  const given = optionValues(args, 'f', ['file', 'makefile']);
  const usual =
    name === 'just' ? ['justfile', 'Justfile'] : ['GNUmakefile', 'makefile', 'Makefile'];
  const texts = given.includes('-') && input ? [input()] : [];
  for (const file of given.length > 0 ? given : usual) {
    for (const place of follower.resolve(path.posix.join(folder, file))) {
      const text = follower.content(place);
      if (text !== undefined) texts.push(text);
    }
  }
  const targets = operands(args, spec).filter((word) => !word.includes('='));
  for (const text of texts) followRecipes(text, targets, follower);
  return undefined;
}

function followRecipes(text: string, targets: string[], follower: Call['follower']): void {
  const wanted = new Set(targets);
  let active = wanted.size === 0;
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    const rule = /^([\w./%-][\w./% -]*?)\s*::?(?!=)\s*([^#=]*)(#.*)?$/.exec(line);
    if (rule) {
      const names = rule[1]!.split(/\s+/);
      const first = wanted.size === 0 && !names[0]!.startsWith('.');
      active = names.some((name) => wanted.has(name) || name.includes('%')) || first;
      // What the wanted target needs is made first; it mostly stands further down.
      if (active) for (const need of rule[2]!.trim().split(/\s+/)) wanted.add(need);
    } else if (active && /^\s/.test(line)) {
      follower.follow(
        line
          .trim()
          .replace(/^[@+-]+/, '')
          .replaceAll('$$', '$'),
      );
    }
  }
}
