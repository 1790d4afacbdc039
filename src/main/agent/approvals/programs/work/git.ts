import { named } from '../row/kit.ts';
import { existsSync } from 'node:fs';
import { isKnown, unknown } from '../../shell/words/text.ts';
import { hasOption, operands, optionValues } from '../row/options.ts';
import { rows, type Call, type RiskContext } from '../row/program.ts';

/** Options of git itself that take the next word. */
const ownOptions =
  /^(-[cC]|--(git-dir|work-tree|namespace|exec-path|config-env|super-prefix|attr-source))$/;

/** The subcommand of git and what follows it, options of git itself taken away. */
function subcommand(args: readonly string[]): {
  own: readonly string[];
  verb: string;
  rest: readonly string[];
} {
  let index = 0;
  while (index < args.length && args[index]!.startsWith('-')) {
    index += ownOptions.test(args[index]!) ? 2 : 1;
  }
  return { own: args.slice(0, index), verb: args[index] ?? '', rest: args.slice(index + 1) };
}

/** Whether git reads the operand as a file and not as a branch. */
function isFile(word: string, { call }: RiskContext): boolean {
  if (/^(\.|\.\.|:\/|\*|\.\/.*|.*\/|:\(.*)$/.test(word) || /\.[a-z]\w{0,4}$/i.test(word))
    return true;
  return isKnown(word) && call.follower.resolve(word).some((file) => existsSync(file));
}

/** What throws away commits, or work that is not committed. */
function discards(args: readonly string[], context: RiskContext): boolean {
  const { own, verb, rest } = subcommand(args);
  const force = hasOption(rest, 'f', ['force']);
  const plain = operands(rest, {
    valued: 'bBUsSm',
    long: ['source', 'pathspec-from-file', 'conflict'],
  });
  switch (verb) {
    case 'reset':
      return rest.some((word) => /^--(h(ard?)?|har|m(erge?)?|mer)$/.test(word));
    case 'clean':
      return (
        !hasOption(rest, 'n', ['dry-run']) &&
        (force || own.some((word) => /requireForce/i.test(word)))
      );
    case 'checkout': {
      if (force || rest.some((word) => /^(--(ours|theirs|patch)|--pathspec-from-file)/.test(word)))
        return true;
      if (hasOption(rest, 'bBt', ['orphan', 'track', 'detach'])) return false;
      const dashes = rest.indexOf('--');
      if (dashes >= 0) return dashes < rest.length - 1;
      return plain.length > 1 || plain.some((word) => isFile(word, context));
    }
    case 'restore':
      return !hasOption(rest, 'S', ['staged']) || hasOption(rest, 'W', ['worktree']);
    case 'switch':
      return force || rest.includes('--discard-changes');
    case 'stash':
      return /^(clear|drop)$/.test(plain[0] ?? '');
    case 'branch':
      return (
        hasOption(rest, 'D') ||
        (hasOption(rest, 'd', ['delete']) && hasOption(rest, 'f', ['force']))
      );
    case 'worktree':
      return rest[0] === 'remove' && force;
    case 'submodule':
      return rest[0] === 'deinit' && force;
    case 'rm':
      return force && !rest.includes('--cached') && !hasOption(rest, 'n', ['dry-run']);
    case 'reflog':
      return /^(expire|delete)$/.test(rest[0] ?? '');
    case 'gc':
      return rest.some((word) => /^--prune=(now|all)/.test(word));
    case 'prune':
      return !hasOption(rest, 'n', ['dry-run']);
    case 'update-ref':
      return rest.includes('-d') || rest.includes('--stdin');
    case 'read-tree':
      return rest.includes('--reset') || rest.includes('-u');
    case 'checkout-index':
      return force;
    case 'lfs':
      return rest[0] === 'prune';
    case 'filter-branch':
    case 'filter-repo':
      return true;
    default:
      return false;
  }
}

function forcesPush(args: readonly string[]): boolean {
  const { own, verb, rest } = subcommand(args);
  if (!/^(push|send-pack)$/.test(verb) || hasOption(rest, 'n', ['dry-run'])) return false;
  return (
    hasOption(rest, 'fd', [
      'force',
      'mirror',
      'delete',
      'prune',
      'force-with-lease',
      'force-if-includes',
    ]) ||
    rest.some((word) => /^\+.|^:./.test(word)) ||
    own.some((word) => /remote\..*\.(mirror=true|push=\+)/i.test(word))
  );
}

/** Settings of git that only say how it works and looks. */
const harmlessSettings =
  /^(user|author|committer|pull|push|fetch|branch|remote|init|color|advice|rebase|rerere|commit|tag|log|status|merge\.(conflictstyle|ff|log)|diff\.(algorithm|renames|colormoved|noprefix|context|ignoresubmodules|mnemonicprefix)|core\.(autocrlf|eol|safecrlf|filemode|ignorecase|quotepath|longpaths|symlinks|whitespace|abbrev|compression|precomposeunicode|bigfilethreshold|untrackedcache|commentchar|bare|logallrefupdates|repositoryformatversion|sparsecheckout\w*|attributesfile|excludesfile)|submodule\.(recurse|fetchjobs)|http\.(postbuffer|lowspeed\w*|version)|feature|index|pack|gc|maintenance|extensions|lfs|safe|format|clean|stash|blame|grep|i18n|notes|sequence|worktree|column|apply|am)\b/i;

/** Changes of git's settings that make it run other code later, or that reach beyond this repository. */
function configures(args: readonly string[]): boolean {
  const { verb, rest } = subcommand(args);
  if (verb !== 'config') return false;
  const words = operands(rest, {
    valued: 'f',
    long: ['file', 'type', 'default', 'blob', 'comment'],
  });
  const named = /^(set|unset|get|list|edit|rename-section|remove-section)$/.test(words[0] ?? '');
  const [key = '', value] = named ? words.slice(1) : words;
  const reads =
    (named && /^(get|list)$/.test(words[0]!)) ||
    rest.some((word) => /^(--(get|list|get-\w+|show-\w+|name-only)|-l)$/.test(word));
  const changes =
    value !== undefined ||
    named ||
    rest.some((word) => /^--(unset|add|replace|remove|rename|edit)|^-e$/.test(word));
  if (reads || !changes) return false;
  const personal =
    rest.some((word) => /^--(global|system|worktree)$/.test(word)) ||
    hasOption(rest, 'f', ['file']);
  const runs =
    !harmlessSettings.test(key) ||
    /^remote\.[^.]*\.(vcs|uploadpack|receivepack|proxy)|^branch\..*\.mergeoptions|^\w+\.\w*(cmd|command|program|path|tool|editor|pager|hook)\w*$/i.test(
      key,
    ) ||
    /ext::|^!|\$\(|`/.test(value ?? '');
  return personal || runs;
}

const runsBySetting =
  /^(alias\.|core\.(pager|editor|sshcommand|fsmonitor|hookspath|askpass|gitproxy|alternaterefscommand)|pager\.|diff|filter|merge|credential|sequence\.editor|gpg|protocol|uploadpack|receive|remote|include|difftool|mergetool|man|browser|web|instaweb|submodule\.\w+\.update|interactive\.difffilter|sendemail)/i;

/** The shell code and programs that git is told to run by its words. */
function follow({ args, input, follower }: Call): string | undefined {
  const { own, verb, rest } = subcommand(args);
  const aliases = new Map<string, string>();
  for (const setting of optionValues([...own], 'c', ['config-env'])) {
    const [key = '', ...value] = setting.split('=');
    const code = value.join('=');
    if (/^alias\./i.test(key)) aliases.set(key.slice(6), code);
    else if (runsBySetting.test(key)) follower.follow(code.replace(/^!/, ''), { child: true });
  }
  const alias = aliases.get(verb) ?? aliasOnDisk(verb, follower);
  if (alias !== undefined) {
    if (alias.startsWith('!'))
      follower.follow(`${alias.slice(1)} "$@"`, {
        positional: [...rest],
        child: true,
        frame: `git ${verb}`,
      });
    else if (!alias.startsWith(`${verb} `) && alias !== verb) {
      follower.invoke(['git', ...alias.split(/\s+/), ...rest], input, true);
    }
  }
  for (const folder of optionValues([...own], 'C')) void folder;
  const codes = [
    ...(verb === 'rebase' ? optionValues(rest, 'x', ['exec']) : []),
    ...optionValues(rest, '', [
      'upload-pack',
      'receive-pack',
      'exec',
      'extcmd',
      'open-files-in-pager',
      'tree-filter',
      'index-filter',
      'msg-filter',
      'env-filter',
      'commit-filter',
      'parent-filter',
      'tag-name-filter',
      'setup',
      'smtp-server',
      'to-cmd',
      'cc-cmd',
      'editor',
    ]),
    ...(verb === 'difftool' ? optionValues(rest, 'x') : []),
    ...(verb === 'grep' ? optionValues(rest, 'O') : []),
    ...rest
      .flatMap((word) => /ext::(.+)/s.exec(word)?.slice(1) ?? [])
      .map((code) => code.replaceAll(/%20|% /g, ' ')),
    ...(verb === 'submodule' && rest.includes('foreach')
      ? [
          rest
            .slice(rest.indexOf('foreach') + 1)
            .filter((word) => word !== '--recursive')
            .join(' '),
        ]
      : []),
    ...(verb === 'clone' || verb === 'submodule'
      ? optionValues(rest, 'c', ['config']).map((value) => value.replace(/^[\w.-]+=!?/, ''))
      : []),
  ];
  for (const code of codes) follower.follow(code, { child: true });
  if (verb === 'bisect' && rest[0] === 'run') follower.invoke(rest.slice(1), undefined, true);
  if (verb === 'config') {
    const [key = '', value] = operands(rest.filter((word) => word !== 'set'));
    if (value !== undefined && runsBySetting.test(key))
      follower.supposeCode(value.replace(/^!/, ''));
    if (/^alias\./i.test(key) && value !== undefined)
      follower.supposeCode(value.startsWith('!') ? value.slice(1) : `git ${value}`);
  }
  return undefined;
}

/** An alias that the repository's own settings give: they may have been written a moment ago. */
function aliasOnDisk(verb: string, follower: Call['follower']): string | undefined {
  if (verb === '' || !/^[\w-]+$/.test(verb)) return undefined;
  for (const file of follower.resolve('.git/config')) {
    const section = /\[alias\]([^[]*)/i.exec(follower.content(file) ?? '')?.[1] ?? '';
    const line = new RegExp(`^\\s*${verb}\\s*=\\s*(.+)$`, 'im').exec(section)?.[1];
    if (line !== undefined) return line.trim().replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}

/** What changes the folder that it is told to work in. */
const changesTree =
  /^(init|commit|add|rm|mv|checkout|switch|restore|reset|merge|rebase|pull|clean|apply|am|stash|cherry-pick|revert|config)$/;

function writesOf(args: readonly string[]): string[] {
  const { own, verb, rest } = subcommand(args);
  const out = [
    ...optionValues(rest, /^(archive|format-patch)$/.test(verb) ? 'o' : '', [
      'output',
      'output-directory',
      'separate-git-dir',
      'prefix',
    ]),
    ...optionValues([...own], '', ['git-dir', 'work-tree']),
    ...(changesTree.test(verb) ? optionValues([...own], 'C') : []),
  ];
  const spec = {
    valued: 'bojcuBb',
    long: named(`
    branch depth origin config template reference filter jobs shallow-since
    separate-git-dir object-format initial-branch
  `),
  };
  if (verb === 'clone') return [...out, ...operands(rest, spec).slice(1)];
  if (verb === 'init') return [...out, ...operands(rest, spec)];
  if (verb === 'bundle' && rest[0] === 'create')
    return [...out, ...operands(rest.slice(1)).slice(0, 1)];
  if (verb === 'worktree' && /^(add|move)$/.test(rest[0] ?? '')) {
    return [...out, ...operands(rest.slice(1), { valued: 'bB' }).slice(0, 1)];
  }
  return out;
}

/** Git, and other programs that keep versions. */
export const git = rows(
  {
    names: ['git', 'hub'],
    follows: follow,
    reads: (args) => {
      const { verb, rest } = subcommand(args);
      if (
        /^(commit|log|tag|grep|config|check-ignore|rm|add|stash|branch|status|checkout|switch|restore|reset|merge|rebase|push|pull|fetch|ls-files|mv)$/.test(
          verb,
        )
      ) {
        return optionValues(rest, verb === 'commit' || verb === 'tag' ? 'F' : '', ['file']);
      }
      return operands(rest);
    },
    writes: writesOf,
    deletes: (args) => {
      const { own, verb, rest } = subcommand(args);
      // What it cleans where it stands is a matter of `git-discard`.
      return verb === 'clean' && hasOption(rest, 'f', ['force'])
        ? [...operands(rest, { valued: 'e' }), ...optionValues([...own], 'C', ['work-tree'])]
        : [];
    },
    risks: [
      ['git-force-push', forcesPush],
      ['git-discard', discards],
      ['git-config', configures],
      ['secret-store', (args) => subcommand(args).verb === 'credential' && args.includes('fill')],
      [
        'injected-code',
        (args) =>
          subcommand(args).own.some((word) =>
            /^--exec-path=|^(core\.(hookspath|fsmonitor|sshcommand)|alias\.\w+=!)/i.test(word),
          ) || args.some((word) => word === '--ext-diff' || word.includes('ext::')),
      ],
      ['undecided', (args) => !isKnown(subcommand(args).verb)],
      [
        'remote-delete',
        (args) =>
          subcommand(args).verb === 'push' && args.some((word) => /^--delete$/.test(word)) && false,
      ],
    ],
    prints: ({ args }) => {
      const { verb } = subcommand(args);
      if (/^(ls-files|diff|status)$/.test(verb)) return `./${unknown}\n`;
      // Names of branches and commits: no options, and no places.
      return /^(rev-parse|branch|describe|symbolic-ref|log|rev-list|config|tag|show|remote|merge-base|for-each-ref)$/.test(
        verb,
      )
        ? `git${unknown}`
        : unknown;
    },
  },
  {
    names: named('hg svn jj bzr fossil darcs pijul sl cvs p4'),
    risks: [
      [
        'git-discard',
        /^(revert\b|strip\b|purge\b|update\b.*(-C|--clean)|up\b.*(-C|--clean)|cleanup .*--remove|abandon\b|undo\b|clean\b|uncommit\b|op (restore|undo)|restore\b|histedit\b)/,
      ],
      ['git-force-push', /^push\b.*(-f\b|--force|--delete|--deleted)/],
      ['remote-delete', /^(delete|rm|remove|del)\b.*\b(https?|svn|svn\+ssh):/],
    ],
    shellCode: { long: ['ssh', 'remotecmd', 'editor-cmd', 'diff-cmd'] },
  },
);
