import { hasOption, operands } from '../shell/programs/options.ts';
import type { SimpleCommand } from '../shell/programs/follower.ts';
import type { Rule } from './rule.ts';

/** The subcommand of git and what follows it, options of git itself taken away. */
function subcommand({ name, args }: SimpleCommand): { verb: string; rest: readonly string[] } {
  if (name !== 'git') return { verb: '', rest: [] };
  let index = 0;
  while (index < args.length && args[index]!.startsWith('-')) {
    index += /^(-[cC]|--(git-dir|work-tree|namespace|exec-path|config-env))$/.test(args[index]!)
      ? 2
      : 1;
  }
  return { verb: args[index] ?? '', rest: args.slice(index + 1) };
}

function pushedTo(rest: readonly string[]): string {
  return operands(rest, { valued: 'o', long: ['push-option', 'repo'] }).join(' ') || '(default)';
}

/** What makes git throw away commits, work that is not committed, or runs code later. */
export const gitRules: readonly Rule[] = [
  {
    name: 'git-force-push',
    level: 'approval',
    reason: 'overwrites or deletes history on a git server',
    hits: (command) => {
      const { verb, rest } = subcommand(command);
      if (verb !== 'push' || rest.includes('--dry-run') || rest.includes('-n')) return [];
      const forced =
        hasOption(rest, 'fd', ['force', 'mirror', 'delete', 'prune']) ||
        rest.some((word) => word.startsWith('--force') || /^[+:]./.test(word));
      return forced ? [pushedTo(rest)] : [];
    },
  },
  {
    name: 'git-discard',
    level: 'approval',
    reason: 'throws away work that git cannot bring back',
    hits: (command) => {
      const { verb, rest } = subcommand(command);
      const force = hasOption(rest, 'f', ['force']);
      const discards =
        (verb === 'reset' && rest.some((word) => /^--h(ard?)?$|^--har/.test(word))) ||
        (verb === 'clean' &&
          (force || rest.length > 0) &&
          !hasOption(rest, 'n', ['dry-run']) &&
          force) ||
        (verb === 'stash' && /^(clear|drop)$/.test(rest[0] ?? '')) ||
        (verb === 'checkout' && (force || rest.at(-1) === '.')) ||
        (verb === 'restore' && rest.at(-1) === '.' && !rest.includes('--staged')) ||
        (verb === 'worktree' && rest[0] === 'remove' && force) ||
        (verb === 'reflog' && /^(expire|delete)$/.test(rest[0] ?? '')) ||
        (verb === 'gc' && rest.some((word) => word.startsWith('--prune=now'))) ||
        (verb === 'update-ref' && rest.includes('-d')) ||
        /^filter-(branch|repo)$/.test(verb);
      return discards ? [`${verb} ${rest.join(' ')}`.trim()] : [];
    },
  },
  {
    name: 'git-config',
    level: 'approval',
    reason: 'makes git run other code later, or changes the person’s own git settings',
    hits: (command) => {
      const { verb, rest } = subcommand(command);
      if (verb !== 'config') return [];
      const [key = '', value] = operands(rest, { valued: 'f', long: ['file', 'type', 'default'] });
      const reads = rest.some((word) => /^(--(get|list|get-\w+|show-\w+)|-l)$/.test(word));
      if (reads || (value === undefined && !rest.some((word) => word.startsWith('--unset'))))
        return [];
      const runs =
        /^(alias\.|core\.(hookspath|pager|editor|sshcommand|fsmonitor)|credential|filter\.|diff\..*command|pager\.|url\.)/i;
      const personal = rest.some((word) => /^--(global|system)$/.test(word));
      return personal || runs.test(key) ? [key] : [];
    },
  },
  {
    name: 'git-credentials',
    level: 'approval',
    reason: 'reads passwords that git keeps',
    hits: (command) => {
      const { verb, rest } = subcommand(command);
      return verb === 'credential' && rest[0] === 'fill' ? ['fill'] : [];
    },
  },
];
