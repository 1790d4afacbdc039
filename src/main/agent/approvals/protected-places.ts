import path from 'node:path';
import type { Folders } from '../places/folders.ts';
import { globMatches } from './shell/words/globs.ts';

/** Folders without which a system does not start or a person has lost their things. */
const system = [
  '/',
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/lib64',
  '/opt',
  '/proc',
  '/root',
  '/sbin',
  '/srv',
  '/sys',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/usr/share',
  '/usr/local',
  '/var',
  '/var/lib',
  '/System',
  '/Library',
  '/Applications',
  '/Users',
  '/Volumes',
  '/private',
];

/**
 * The root, system or home folder that a target names or covers: itself, everything in it, or a
 * pattern that matches it. Undefined for every other target.
 * @param target absolute path, patterns (`*`, `?`, `[…]`) not yet expanded
 */
export function protectedPlace(
  target: string,
  { home }: Pick<Folders, 'home'>,
): string | undefined {
  if (!target.startsWith('/')) return undefined;
  const parts = segments(target);
  return [...new Set([home, ...ancestors(home), ...system])].find((place) => {
    const own = segments(place);
    if (parts.length === own.length) return covers(parts, own);
    const last = parts.at(-1);
    return (
      parts.length === own.length + 1 &&
      last !== undefined &&
      matchesEverything(last) &&
      covers(parts.slice(0, -1), own)
    );
  });
}

function segments(file: string): string[] {
  return path.posix
    .normalize(file)
    .split('/')
    .filter((part) => part !== '');
}

function ancestors(file: string): string[] {
  const parent = path.posix.dirname(file);
  return parent === file ? [] : [parent, ...ancestors(parent)];
}

/** `*`, `.*`, `?*`, `.[!.]*`: patterns that leave nothing, or nothing visible, behind. */
function matchesEverything(pattern: string): boolean {
  return /^(\.?(\*+|\?+\*+|\[[!^]?[^\]]*\]\*)|\*\.\*|\.\?\*)$/.test(pattern);
}

function covers(parts: readonly string[], own: readonly string[]): boolean {
  return parts.every((part, index) => globMatches(part, own[index]!));
}
