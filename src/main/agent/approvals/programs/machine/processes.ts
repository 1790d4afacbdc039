import { everyProcess, isKnown, ownProcess, unknown } from '../../shell/words/text.ts';
import { named, none } from '../row/kit.ts';
import { hasOption, operands, optionValues } from '../row/options.ts';
import { rows, type RiskContext } from '../row/program.ts';

/** Process ids that `kill` is told; its signal taken away. */
function killed(args: readonly string[]): string[] {
  const [first = ''] = args;
  if (/^(-[lLtT0]|--list|--table)$/.test(first)) return [];
  let rest = [...args];
  if (/^(-s|-n|-q|--signal)$/.test(first)) rest = rest.slice(2);
  else if (/^-(\d+|[A-Za-z]\w*|SIG\w+)$|^--signal=/.test(first)) rest = rest.slice(1);
  if ((args[0] === '-s' && args[1] === '0') || first === '-0') return [];
  return rest.filter((word) => word !== '--' && word !== '%' && !/^-[A-Za-z]/.test(word));
}

const pkillOptions = {
  valued: 'duUgGtPsFn',
  long: named(`
    signal euid uid user group pgroup session parent terminal pidfile ns nslist
    runstates older-than younger-than process-group context
  `),
};

/** `pkill` and its like without anything that leaves a process out. */
function matchesAll(args: readonly string[]): boolean {
  const [pattern] = operands(
    args.filter((word) => !/^-(\d+|[A-Z]{2,}\w*)$/.test(word)),
    pkillOptions,
  );
  if (args.some((word) => /^(-[LlVh]|--(help|version|list))$/.test(word))) return false;
  if (args.some((word) => /^-\w*[PtgsF]$|^--(parent|pidfile|terminal|session|pgroup)/.test(word)))
    return false;
  return pattern === undefined
    ? args.length > 0
    : /^[\^(]*(\.[*+]?|\.\*|)[$)]*$|^-v$/.test(pattern);
}

/** Whether a process is none of those that the agent started. */
function isForeign(pid: string, { ownPids }: RiskContext): boolean {
  if (pid.includes(ownProcess) || pid.startsWith('%')) return false;
  if (!isKnown(pid)) return true;
  // A word that is no number ends nothing.
  return /^-?\d+$/.test(pid) && !ownPids.has(Math.abs(Number(pid)));
}

const prints = (args: readonly string[]): string =>
  args.some((word) => /^-\w*[uU]$|^--(euid|uid|user)/.test(word)) || matchesAll(args)
    ? everyProcess
    : unknown;

/** Programs that end, list and look into processes. */
export const processes = rows(
  {
    names: ['kill', 'gkill'],
    reads: none,
    risks: [
      [
        'kill-everything',
        (args) => killed(args).some((pid) => pid === '-1' || pid.includes(everyProcess)),
      ],
      ['kill', (args, context) => killed(args).some((pid) => isForeign(pid, context))],
    ],
  },
  {
    names: named('pkill killall skill zap fkill pkill-all'),
    reads: none,
    risks: [
      [
        'kill-everything',
        (args) =>
          matchesAll(args) ||
          (/^--?regexp$|^-r$/.test(args[0] ?? '') && /^\.\*?$/.test(args[1] ?? '')),
      ],
      [
        'kill',
        (args) =>
          args.length > 0 && !args.some((word) => /^(-[lLV0]|--(help|version|list))$/.test(word)),
      ],
    ],
  },
  { names: ['killall5', 'slay'], reads: none, risks: [['kill-everything', () => true]] },
  {
    names: named('xkill snice taskkill tskill kill-port killport fkill-cli'),
    reads: none,
    risks: [['kill', () => true]],
  },
  { names: ['renice'], reads: none },
  { names: ['fuser'], reads: none, risks: [['kill', (args) => hasOption(args, 'k', ['kill'])]] },
  {
    names: ['pgrep', 'pidof', 'pidwait', 'lsproc'],
    reads: none,
    prints: ({ args, name }) => (name === 'pgrep' ? prints(args) : unknown),
  },
  {
    names: ['ps'],
    reads: none,
    prints: ({ args }) => {
      const only = optionValues(args, 'o', ['format', 'sort']).some((columns) =>
        /^\s*(pid|pgid|tid)\s*=?\s*$/.test(columns),
      );
      return only && args.some((word) => /^-?\w*[eAax]|^-\w*u/.test(word)) ? everyProcess : unknown;
    },
    risks: [
      [
        'other-programs',
        (args) =>
          operands(args, { valued: 'opCGuUtgsqkO', long: ['sort', 'format', 'pid'] }).some((word) =>
            /^[a-z]*e[a-z]*$/.test(word),
          ) || hasOption(args, 'E'),
      ],
    ],
  },
  {
    names: ['gcore', 'procdump', 'processhacker', 'memdump', 'pmdump'],
    risks: [['other-programs', () => true]],
  },
  {
    names: named(`
      bpftrace perf py-spy rbspy bcc dtrace sysdig reptyr-attach jattach jmap jstack jcmd
      dotnet-dump
    `),
    reads: none,
    writes: (args) => optionValues(args, 'o', ['output']),
    risks: [
      [
        'other-programs',
        (args) => args.some((word) => /^(-p\d*|--(pid|attach)(=.*)?|-\w*p|-a)$/.test(word)),
      ],
    ],
  },
  {
    names: named(`
      top htop btop atop glances iotop nethogs iftop pstree pmap ss netstat nvidia-smi
      pwdx lsns lsipc
    `),
    reads: none,
  },
);
