import { bounded, unknown } from '../../shell/words/text.ts';
import { named, none } from '../row/kit.ts';
import {
  afterOptions,
  hasOption,
  operands,
  optionValues,
  type OptionSpec,
} from '../row/options.ts';
import { rows, type Call, type Program } from '../row/program.ts';

/** A program that starts the program named by its operands. */
interface Launcher extends OptionSpec {
  /** Operands of its own before the program: the duration of `timeout`. */
  own?: number;
  /** `NAME=value` words before the program set its environment. */
  assignments?: boolean;
  risks?: Program['risks'];
}

function launcher(
  names: string,
  { own = 0, assignments = false, ...rest }: Launcher = {},
): Program {
  return {
    names: names.split(' '),
    ...rest,
    reads: none,
    starts: ({ args, follower }) => {
      let words = afterOptions(args, rest);
      if (assignments) {
        const start = words.findIndex((word) => !/^[^=\s/-][^=\s/]*=/.test(word));
        const set = start < 0 ? words : words.slice(0, start);
        for (const word of set) assign(word, follower);
        words = start < 0 ? [] : words.slice(start);
      }
      words = words.slice(own);
      return words[0] === '--' ? words.slice(1) : words;
    },
  };
}

function assign(word: string, follower: Call['follower']): void {
  const at = word.indexOf('=');
  follower.assign(word.slice(0, at), word.slice(at + 1));
  follower.scope.export(word.slice(0, at));
}

const administrator: Program['risks'] = [
  ['sudo', (args) => !/^(-[vVlkKh]|--(version|help|list|validate))$/.test(args[0] ?? '')],
];

/** Programs that start the one that their words name. */
export const launchers = rows(
  {
    ...launcher('sudo', {
      valued: 'uUgCDhpRrtTa',
      long: named('user group host chdir prompt role type close-from chroot'),
      assignments: true,
      risks: administrator,
    }),
    // `sudo -s`, `sudo -i`: a shell that reads its input.
    follows: ({ args, input, follower }) => {
      if (/^-\w*[si]\b|^--(shell|login)$/.test(args[0] ?? '') && input) {
        follower.follow(input(), { child: true });
      }
    },
  },
  launcher('doas', { valued: 'uC', risks: administrator }),
  launcher('pkexec', { long: ['user'], risks: administrator }),
  launcher('gsudo', { risks: administrator }),
  launcher('run0', { long: ['user', 'unit', 'property'], risks: administrator }),
  { names: ['sudoedit', 'visudo', 'runas'], risks: administrator },
  {
    names: ['su', 'runuser'],
    valued: 'ugGcsTw',
    long: ['user', 'group', 'command', 'shell'],
    risks: administrator,
    shellCode: { letters: 'c', long: ['command'] },
    reads: none,
    follows: ({ name, args, input, follower }) => {
      const [, ...rest] = operands(args, { valued: 'ugGcsTw' });
      if (name === 'runuser' && rest.length > 0) follower.invoke(rest, input, true);
      if (input) follower.follow(input(), { child: true });
      return unknown;
    },
  },
  {
    ...launcher('env', {
      valued: 'uCa',
      long: ['unset', 'chdir', 'argv0'],
      assignments: true,
    }),
    follows: ({ args, input, follower }) => {
      const split = optionValues(args, 'S', ['split-string']);
      const [folder] = optionValues(args, 'C', ['chdir']);
      if (folder !== undefined) follower.scope.moveTo(follower.resolve(folder));
      return split.length > 0
        ? follower.follow(split.join(' '), { input, child: true })
        : undefined;
    },
  },
  launcher(
    'nohup nocache eatmydata unbuffer fakeroot-ng catchsegv dbus-run-session dbus-launch chronic ' +
      'ts noglob nocorrect exec-once linux32 linux64 i386 x86_64 aoss padsp proxychains4 proxychains ' +
      'torsocks torify tsocks primusrun optirun prime-run gamemoderun mangohud wine wine64 box64 tini ' +
      'dumb-init docker-init catatonit',
  ),
  {
    ...launcher('setsid'),
    // A session of its own outlives whatever started it.
    risks: [['schedule', (args) => !hasOption(args, 'w', ['wait'])]],
  },
  launcher('time', { valued: 'of', long: ['output', 'format'] }),
  launcher('nice', { valued: 'n', long: ['adjustment'] }),
  launcher('ionice', { valued: 'cnpPu', long: ['class', 'classdata'] }),
  launcher('choom', { valued: 'np', long: ['adjust', 'pid'] }),
  launcher('timeout gtimeout', { valued: 'ks', long: ['kill-after', 'signal'], own: 1 }),
  launcher('timelimit', { valued: 'tTsS' }),
  launcher('stdbuf', { valued: 'ioe', long: ['input', 'output', 'error'] }),
  launcher('chrt', { valued: 'TPD', own: 1 }),
  launcher('schedtool', { valued: 'MRFNDpna' }),
  launcher('taskset', { own: 1 }),
  {
    // The name of an architecture may stand in front.
    names: ['setarch', 'uname26', 'arch'],
    reads: none,
    prints: () => `arch${unknown}`,
    starts: ({ args }) => {
      const words = afterOptions(args);
      if (words.length === 0) return undefined;
      return /^(linux\d+|i\d86|x86_64|aarch64|arm\w*|ppc\w*|s390x?|uname26)$/.test(words[0]!)
        ? afterOptions(words.slice(1))
        : words;
    },
  },
  {
    names: ['start-stop-daemon', 'daemonize', 'daemon'],
    reads: none,
    starts: ({ args }) => {
      const [program] = optionValues(args, 'ax', ['exec', 'startas']);
      const dashes = args.indexOf('--');
      if (program === undefined) return dashes < 0 ? afterOptions(args) : args.slice(dashes + 1);
      return [program, ...(dashes < 0 ? [] : args.slice(dashes + 1))];
    },
  },
  launcher('numactl', { valued: 'NmCip' }),
  launcher('cpulimit', { valued: 'lpeP' }),
  launcher('prlimit', {}),
  launcher('setpriv', {
    long: named('clear-groups groups inh-caps bounding-set ruid euid reuid rgid egid regid'),
  }),
  launcher('caffeinate', { valued: 'tw' }),
  launcher('strace ltrace', {
    valued: 'eopsuEPaIOXn',
    risks: [['other-programs', (args) => args.some((word) => /^-\w*p\d*$|^--attach/.test(word))]],
  }),
  launcher('valgrind heaptrack perf-record rr', {}),
  launcher('chroot', { long: ['userspec', 'groups'], own: 1 }),
  launcher('nsenter', { valued: 'tSG', long: ['target'], risks: [['sudo', /./]] }),
  launcher('systemd-run', {
    valued: 'pEu',
    long: named('unit property uid gid setenv on-calendar on-active on-boot'),
    risks: [['service', (args) => !args.includes('--scope')]],
  }),
  launcher('systemd-inhibit', { long: ['what', 'who', 'why', 'mode'] }),
  launcher('systemd-cat', { valued: 'tp', long: ['identifier', 'priority'] }),
  launcher('firejail', {}),
  launcher('gosu su-exec', { own: 1, risks: administrator }),
  launcher('wsl', { valued: 'du', long: ['distribution', 'user', 'exec'] }),
  launcher('fakeroot', { valued: 'lisu' }),
  launcher('fakechroot', {}),
  launcher('faketime', { own: 1 }),
  launcher('xvfb-run', { valued: 'aensfpw' }),
  launcher('ssh-agent', { valued: 'aEtPO' }),
  launcher('entr', {}),
  launcher('reptyr', {}),
  launcher('cgexec', { valued: 'g' }),
  launcher('aa-exec', { valued: 'pni', long: ['profile', 'namespace'] }),
  launcher('runcon', { valued: 'turlc' }),
  launcher('sg', { own: 1 }),
  launcher('newgrp', { own: 1 }),
  launcher('rlwrap', { valued: 'afbCDgHilmnopqsStwz' }),
  launcher('expect-lite retry', { valued: 'td', long: ['times', 'delay'] }),
  launcher('hyperfine-run', {}),
  launcher('doppler-run', {}),
  {
    names: ['ip'],
    reads: none,
    starts: ({ args }) => {
      const at = args.indexOf('exec');
      if (at < 0 || !args.slice(0, at).some((word) => /^(netns|vrf)$/.test(word))) return undefined;
      return args.slice(at + (args[at + 1] === '-a' ? 1 : 2));
    },
    risks: [['system', /^(?!.*\bexec\b).*\b(add|del|delete|set|flush|change|replace)\b/]],
  },
  {
    names: /^ld(-linux[\w-]*|-musl[\w-]*)?\.so(\.\d+)*$/,
    starts: ({ args }) =>
      afterOptions(args, { long: ['library-path', 'preload', 'argv0', 'inhibit-rpath', 'audit'] }),
    reads: none,
  },
  {
    // Applets of one program.
    names: ['busybox', 'toybox', 'coreutils', 'uutils'],
    reads: none,
    starts: ({ args }) => {
      const applet = args.find((word) => word.startsWith('--coreutils-prog='));
      return applet ? [applet.split('=')[1]!, ...args.slice(args.indexOf(applet) + 1)] : args;
    },
  },
  {
    // Their first words are folders and options of all kinds, and the rest a command.
    names: named('bwrap proot capsh unshare s6-setuidgid setuidgid softlimit pivot_root'),
    shellCode: { letters: 'c' },
    reads: none,
    follows: ({ args, input, follower }) => {
      const starts = args.flatMap((word, at) => (/^[-/.~]/.test(word) ? [] : [at])).slice(0, 8);
      for (const at of starts) follower.suppose(args.slice(at));
      if (input) follower.supposeCode(input());
      return unknown;
    },
  },
  {
    names: ['xargs', 'gxargs'],
    reads: (args) => optionValues(args, 'a', ['arg-file']),
    follows: xargs,
  },
  {
    names: ['parallel'],
    reads: none,
    follows: ({ args, input, follower }) => {
      const start = args.findIndex((word) => word.startsWith(':::'));
      const argv = afterOptions(start < 0 ? args : args.slice(0, start), { valued: 'jNnIaS' });
      const values = start < 0 ? (input?.() ?? unknown).split('\n') : args.slice(start + 1);
      const command = argv.join(' ');
      for (const value of bounded(
        values.filter((text) => text !== ''),
        64,
      )) {
        follower.follow(
          /\{\S*\}/.test(command) ? command.replaceAll(/\{\S*?\}/g, value) : `${command} ${value}`,
          { child: true },
        );
      }
      return unknown;
    },
  },
  {
    names: named(`
      concurrently npm-run-all wireit run-p run-s nodemon watchexec chokidar onchange
      hyperfine
    `),
    shellCode: {
      letters: 'xc',
      long: ['exec', 'command', 'prepare', 'setup', 'cleanup', 'conclude'],
    },
    reads: none,
    follows: ({ args, follower }) => {
      for (const word of operands(args))
        if (/\s/.test(word)) follower.follow(word, { child: true });
      const start = args.indexOf('--');
      if (start >= 0) follower.suppose(args.slice(start + 1));
      return unknown;
    },
  },
  {
    names: ['watch', 'viddy', 'hwatch'],
    reads: none,
    follows: ({ args, follower }) =>
      follower.follow(afterOptions(args, { valued: 'nq', long: ['interval'] }).join(' '), {
        child: true,
      }),
  },
  {
    names: ['flock', 'lockfile', 'with-lock-ex', 'setlock', 'lckdo'],
    reads: none,
    follows: ({ args, input, follower }) => {
      const rest = afterOptions(args, { valued: 'wE', long: ['timeout'] }).slice(1);
      if (/^(-c|--command)$/.test(rest[0] ?? ''))
        return follower.follow(rest[1] ?? '', { child: true });
      return follower.invoke(rest, input, true);
    },
  },
  {
    names: ['script'],
    shellCode: { letters: 'c', long: ['command'] },
    writes: (args) =>
      operands(args, { valued: 'cBIOToEm', long: ['command', 'log-out', 'log-io'] }),
    follows: ({ args, input, follower }) => {
      // BSD and macOS: `script file command …`.
      const rest = operands(args, { valued: 'cBIOToEmt' }).slice(1);
      if (rest.length > 0) follower.suppose(rest);
      if (input && !args.some((word) => /^-\w*c|^--command/.test(word))) {
        follower.follow(input(), { child: true });
      }
      return unknown;
    },
  },
  {
    names: ['at', 'batch'],
    reads: none,
    risks: [['schedule', (args) => !/^-[lcV]/.test(args[0] ?? '')]],
    follows: ({ input, follower }) => {
      if (input) follower.follow(input(), { child: true });
    },
  },
  {
    names: ['tmux', 'byobu', 'zellij'],
    reads: none,
    follows: ({ args, follower }) => {
      const words = operands(args.slice(1), { valued: 'tsncFxy' });
      for (const word of words) if (/\s/.test(word)) follower.follow(word, { child: true });
      // `send-keys`: the words are typed one after another.
      if (
        /^(send|send-keys|new|new-session|neww|new-window|split|splitw|split-window|run|run-shell|respawn-\w+|pipe-pane|display-popup|popup|if|if-shell)$/.test(
          args[0] ?? '',
        )
      ) {
        follower.supposeCode(
          words.filter((word) => !/^(Enter|C-\w|Space|Tab)$/.test(word)).join(' '),
        );
      }
      return unknown;
    },
  },
  {
    names: ['screen', 'dtach', 'abduco'],
    reads: none,
    follows: ({ args, input, follower }) => {
      const at = args.indexOf('-X');
      if (at >= 0) follower.supposeCode(args.slice(at + 2).join(' '));
      return follower.invoke(afterOptions(args, { valued: 'SctpTehn' }), input, true);
    },
  },
);

function xargs({ args, input, follower }: Call): string {
  const spec = {
    valued: 'aEILnPsd',
    long: ['arg-file', 'delimiter', 'max-args', 'max-procs', 'max-chars', 'max-lines'],
  };
  // `-i` and `-l` take their value only in the same word.
  const argv = afterOptions(args, spec);
  const [given] = optionValues(args, 'I');
  const implied = args.find((word) => /^-i|^--replace/.test(word));
  const replaced = given ?? (implied && (implied.replace(/^-i|^--replace=?/, '') || '{}'));
  const files = optionValues(args, 'a', ['arg-file']).flatMap((file) => follower.resolve(file));
  const text =
    files.length > 0
      ? files.map((file) => follower.content(file) ?? unknown).join('')
      : (input?.() ?? unknown);
  const lines = text.split(/[\n\0]/).filter((line) => line !== '');
  if (replaced === undefined) {
    const words = bounded(
      lines.flatMap((line) => line.split(/\s+/)),
      256,
    ).filter((word) => word !== '');
    return follower.invoke([...(argv.length > 0 ? argv : ['echo']), ...words], undefined, true);
  }
  return bounded(lines, 64)
    .map((line) =>
      follower.invoke(
        argv.map((word) => word.replaceAll(replaced, line.trim())),
        undefined,
        true,
      ),
    )
    .join('');
}
