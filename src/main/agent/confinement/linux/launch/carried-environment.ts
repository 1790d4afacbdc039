import { treeMark } from '../../../../system/processes/process-table.ts';

/**
 * A program's variables must not steer what leads it into the wall: a shell, nsenter, bubblewrap and
 * perl run outside at first, and whoever sets `LD_PRELOAD` for a later command would run code there.
 * So they are carried under other names, and get theirs back as the last thing before the program.
 */
const prefix = 'HERMES_CARRIED_';

/** The variables of a program under the names by which they are carried. */
export function carried(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      // By this one we find the processes that lead there.
      name === treeMark ? name : `${prefix}${name}`,
      value,
    ]),
  );
}

/** Lines for perl that give the carried variables their names back. */
export const unpackInPerl = String.raw`
for (keys %ENV) { $ENV{$1} = delete $ENV{$_} if /^${prefix}(.+)$/s }`;

/** The same for `sh`, which then becomes the program that its arguments name. */
const unpackInShell = String.raw`
carried=$(export -p)
eval "$(printf '%s\n' "$carried" | /bin/sed 's/^export ${prefix}/export /')"
eval "$(printf '%s\n' "$carried" | /bin/sed -n 's/^export \(${prefix}[A-Za-z0-9_]*\)=.*/unset \1/p')"
unset carried
exec "$@"`;

/** The words of a command that give what follows them its variables, where there is no perl. */
export const unpacking: readonly [string, ...string[]] = ['/bin/sh', '-c', unpackInShell, 'sh'];
