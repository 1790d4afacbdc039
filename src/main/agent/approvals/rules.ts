import type { Risk } from '../tool.ts';

/** What a rule says about a call that it applies to. */
interface RuleText {
  level: Risk['level'];
  /** For people, and for the model when refused: "this call …". */
  reason: string;
  /**
   * Whether it also holds with the wall on. What it is for then: the person's own work in the
   * workspace, or what reaches others; all else cannot leave the wall.
   */
  wall: 'asks too' | 'holds it';
}

const never = (reason: string): RuleText => ({ level: 'hardline', reason, wall: 'asks too' });
const always = (reason: string): RuleText => ({ level: 'approval', reason, wall: 'asks too' });
const withoutWall = (reason: string): RuleText => ({ level: 'approval', reason, wall: 'holds it' });

/** Every rule, by the name with which "always allow" begins. */
export const rules = {
  // Never, with and without a wall, in every mode.
  'destroy-folder': never('destroys the root, a system or the home folder'),
  'format-disk': never('formats or repartitions a disk'),
  device: never('writes to a disk past its file system'),
  shutdown: never('shuts the machine down or restarts it'),
  'kill-everything': never('ends every process of the person or the machine'),
  'fork-bomb': never('starts itself again and again until the machine stands still (fork bomb)'),
  'own-data': never("touches Hermes Tray's own keys, settings or records"),

  // The person's own work.
  'recursive-delete': always('deletes folders and all they hold'),
  'git-discard': always('throws away work that cannot be brought back'),
  'empty-file': always('empties a file that is there'),
  'move-away': always('moves work out of the workspace'),

  // What reaches others.
  publish: always('publishes something or changes what is published'),
  'git-force-push': always('overwrites or deletes history on a git server'),
  'remote-delete': always('deletes data, containers or things on a server'),
  database: always('deletes data in a database'),

  // What a wall holds.
  sudo: withoutWall('runs as administrator or as another user'),
  'recursive-permissions': withoutWall('changes permissions or ownership of a whole folder'),
  setuid: withoutWall('lets a program run with the rights of its owner'),
  'secret-store': withoutWall('reads keys or passwords from where they are kept'),
  kill: withoutWall('ends processes that the agent did not start'),
  schedule: withoutWall('has something run by itself later'),
  service: withoutWall('starts, stops or changes services of the system'),
  system: withoutWall('changes the system: users, mounts, firewall, drivers'),
  'system-packages': withoutWall('installs or removes programs outside the workspace'),
  'remote-shell': withoutWall('opens a shell to the network'),
  'container-escape': withoutWall('gives a container access to this computer beyond the workspace'),
  'other-programs': withoutWall(
    'looks into the memory or the environment of running programs, where keys may be',
  ),
  'injected-code': withoutWall('makes other programs load or run further code'),
  'git-config': withoutWall(
    'makes git run other code later, or changes the person’s own git settings',
  ),
  'network-to-shell': withoutWall('runs what it fetches from the network'),
  typed: withoutWall('types code into a program that runs it'),
  undecided: withoutWall('does what is only known at run time'),
  credentials: withoutWall('touches files that may hold keys or passwords'),
  startup: withoutWall('writes what is run by itself later'),
  'write-outside': withoutWall('writes outside the workspace'),
  'private-folder': always('writes into a private folder of another program'),
} as const satisfies Record<string, RuleText>;

/** The name of a rule. */
export type RuleName = keyof typeof rules;

/**
 * The risk that a rule tells of.
 * @param covers what "always allow" would allow: the program, its words, the path, the kind of access
 * @param reason instead of the rule's own
 */
export function risk(rule: RuleName, covers: string, reason: string = rules[rule].reason): Risk {
  return { level: rules[rule].level, reason, rule: `${rule}: ${covers}` };
}

/** Whether a risk remains one where a wall holds what the agent starts. */
export function asksInsideWall({ rule }: Risk): boolean {
  const name = rule.slice(0, rule.indexOf(':'));
  return !Object.hasOwn(rules, name) || rules[name as RuleName].wall === 'asks too';
}
