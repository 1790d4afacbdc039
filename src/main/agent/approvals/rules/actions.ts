import { hasOption, operands } from '../shell/programs/options.ts';
import { isKnown, ownProcess, readable } from '../shell/text.ts';
import type { SimpleCommand } from '../shell/programs/follower.ts';
import { isInside } from '../../../system/files/paths.ts';
import { commandLine, words, type Rule } from './rule.ts';

const administrators = /^(sudo|doas|su|pkexec|gsudo|run0|runas|sudoedit|visudo)$/;

/** Commands that send a package or an image out for everybody: program → subcommands. */
const publishing: Record<string, RegExp> = {
  npm: /^(publish|unpublish|deprecate|dist-tag add|owner|access|token|adduser|login)\b/,
  pnpm: /^publish\b/,
  yarn: /^(publish|npm publish)\b/,
  bun: /^publish\b/,
  lerna: /^publish\b/,
  changeset: /^publish\b/,
  'semantic-release': /^/,
  np: /^/,
  'release-it': /^/,
  vsce: /^(publish|unpublish)\b/,
  ovsx: /^publish\b/,
  jsr: /^publish\b/,
  deno: /^publish\b/,
  cargo: /^(publish|yank|owner|login)\b/,
  twine: /^upload\b/,
  poetry: /^publish\b/,
  uv: /^publish\b/,
  pdm: /^publish\b/,
  flit: /^publish\b/,
  hatch: /^publish\b/,
  gem: /^(push|yank|owner)\b/,
  rake: /^release\b/,
  mvn: /\bdeploy\b/,
  mvnw: /\bdeploy\b/,
  gradle: /\bpublish/,
  gradlew: /\bpublish/,
  sbt: /\bpublish/,
  docker: /^(push|image push|buildx .*--push|login)\b/,
  podman: /^(push|image push|login)\b/,
  buildah: /^push\b/,
  helm: /^push\b/,
  dotnet: /^nuget (push|delete)\b/,
  nuget: /^(push|delete)\b/,
  dart: /^pub publish\b/,
  flutter: /^pub publish\b/,
  pod: /^(trunk|repo) push\b/,
  mix: /^hex\.publish\b/,
  goreleaser: /^release\b/,
  gh: /^(release (create|delete|upload)|repo (delete|create|edit)|gist create|secret|api .*(-X|--method) *(DELETE|PUT|PATCH|POST))/,
  conda: /^(upload|build .*--upload)/,
  anaconda: /^upload\b/,
};

/** Commands that delete much at once, somewhere else than on the disk. */
const remoteDeletion: Record<string, RegExp> = {
  docker:
    /^((system|volume|image|container|network|builder|buildx) (prune|rm)\b|rmi?\b.* -\w*f|rm -\w*f|compose .*(down .*(-v|--volumes)|rm\b)|volume rm|stack rm)/,
  podman: /^((system|volume|image|container) (prune|rm|reset)\b|rmi? .*-\w*f)/,
  'docker-compose': /\bdown .*(-v|--volumes)/,
  kubectl: /\b(delete|drain)\b/,
  oc: /\bdelete\b/,
  helm: /^(uninstall|delete)\b/,
  terraform: /^(destroy|apply .*-(destroy|auto-approve))/,
  tofu: /^(destroy|apply .*-(destroy|auto-approve))/,
  pulumi: /^destroy\b/,
  aws: /\b(rb|s3 rm .*--recursive|s3 sync .*--delete|s3api delete-\w+|terminate-instances|delete-\w+)\b/,
  gsutil: /\brm .*-r|\brb\b/,
  gcloud: /\bdelete\b/,
  az: /\bdelete\b/,
  rclone: /^(purge|delete|sync)\b/,
  heroku: /destroy/,
  vercel: /^(rm|remove)\b/,
  dropdb: /^/,
  'redis-cli': /\bflush(all|db)\b/i,
  psql: /\b(drop|truncate)\s+(table|database|schema)\b|\bdelete\s+from\b/i,
  mysql: /\b(drop|truncate)\s+(table|database|schema)\b|\bdelete\s+from\b/i,
  mariadb: /\b(drop|truncate)\s+(table|database|schema)\b|\bdelete\s+from\b/i,
  sqlite3: /\b(drop\s+table|delete\s+from)\b/i,
  mongosh: /drop(Database)?\(|deleteMany\(/,
};

/** Programs that hand out stored secrets. */
const secretReaders: Record<string, RegExp> = {
  security: /find-(generic|internet)-password|dump-keychain|export/,
  'secret-tool': /^(lookup|search)/,
  pass: /^(show|\S+$)/,
  gopass: /^show/,
  op: /^(read|item get|signin)/,
  bw: /^(get|export|unlock)/,
  gpg: /--export-secret|--decrypt|(^| )-d( |$)/,
  gh: /^auth token|--show-token/,
  gcloud: /print-(access|identity)-token/,
  aws: /configure (get|export)|secretsmanager get|sts get-session-token|ssm get-parameter/,
  az: /get-access-token|keyvault secret show/,
  vault: /^(kv get|read|token)/,
  kubectl: /get secrets?\b/,
  keyctl: /^(print|read|pipe)/,
  'kwallet-query': /^/,
  cmdkey: /^/,
  heroku: /auth:token/,
  'ssh-add': /-L/,
  mimikatz: /^/,
};

const systemPrograms =
  /^(useradd|userdel|usermod|adduser|deluser|groupadd|groupdel|passwd|chpasswd|chsh|vipw|mount|umount|swapoff|modprobe|insmod|rmmod|iptables|ip6tables|nft|ufw|firewall-cmd|setenforce|update-grub|grub-install|hostnamectl|timedatectl|ldconfig|update-alternatives|losetup|efibootmgr|nvram|csrutil|spctl|tccutil|scutil|pmset|bcdedit|netsh|reg|sc|setx)$/;

const services = /^(systemctl|service|launchctl|rc-service|initctl|schtasks)$/;
const readsService =
  /\b(status|show|list(-\w+)*|is-(active|enabled|failed)|cat|get-default|print|dumpstate|\/query|--version)\b|^$/i;

const packageManagers: Record<string, RegExp> = {
  apt: /^(install|remove|purge|autoremove|upgrade|full-upgrade|dist-upgrade)\b/,
  'apt-get': /^(install|remove|purge|autoremove|upgrade|dist-upgrade)\b/,
  dpkg: /^(-[irP]|--(install|remove|purge))/,
  dnf: /^(install|remove|erase|upgrade|update)\b/,
  yum: /^(install|remove|erase|upgrade|update)\b/,
  zypper: /^(install|in|remove|rm|update|up)\b/,
  pacman: /^-[SRU]/,
  apk: /^(add|del)\b/,
  snap: /^(install|remove)\b/,
  flatpak: /^(install|uninstall)\b/,
  brew: /^(install|uninstall|remove|upgrade)\b/,
  port: /^(install|uninstall)\b/,
  choco: /^(install|uninstall)\b/,
  winget: /^(install|uninstall)\b/,
  scoop: /^(install|uninstall)\b/,
  npm: /^(i|install|add|uninstall|rm|link)\b.*( -g\b| --global\b| --location=global)/,
  pnpm: /^(add|remove)\b.*( -g\b| --global\b)/,
  yarn: /^global\b/,
};

function matches(table: Record<string, RegExp>, command: SimpleCommand): string[] {
  const { name, args } = command;
  if (!Object.hasOwn(table, name)) return [];
  const line = args.join(' ');
  const plain = words(command);
  // In front of a subcommand may stand options with a value (`--registry x publish`), or `+nightly`.
  const skipped = /^[-+]/.test(args[0] ?? '') ? 2 : 0;
  const lines = [line, ...plain.slice(0, skipped + 1).map((_, at) => plain.slice(at).join(' '))];
  return lines.some((text) => table[name]!.test(text))
    ? [readable(`${name} ${line}`.trim()).slice(0, 500)]
    : [];
}

/** What needs a person's word, apart from git and from paths. */
export const actionRules: readonly Rule[] = [
  {
    name: 'recursive-delete',
    level: 'approval',
    reason: 'deletes folders and all they hold',
    hits: (command) => {
      const { name, args } = command;
      const deletes =
        (name === 'rm' && hasOption(args, 'rR', ['recursive'])) ||
        (name === 'find' && args.includes('-delete')) ||
        (name === 'tar' && args.some((word) => word.startsWith('--remove-f'))) ||
        (name === 'find' &&
          args.some(
            (word, at) =>
              /^-(exec|ok)/.test(word) && /(^|\/)(rm|shred|unlink)$/.test(args[at + 1] ?? ''),
          )) ||
        (name === 'rsync' && args.some((word) => /^--(del|remove-source)/.test(word))) ||
        /^(rimraf|shred|srm|wipe|trash)$/.test(name) ||
        (name === 'gio' && args[0] === 'trash') ||
        (name === 'fd' && args.some((word) => /^-[xX]/.test(word)) && args.includes('rm'));
      return deletes ? [readable(operands(args).join(' ')) || name] : [];
    },
  },
  {
    name: 'sudo',
    level: 'approval',
    reason: 'runs as administrator or as another user',
    hits: (command) =>
      administrators.test(command.name) &&
      !/^(-[vVlkKh]|--(version|help|list|validate))$/.test(command.args[0] ?? '')
        ? [operands(command.args, { valued: 'ugUCDhpRrtT' })[0] ?? command.name]
        : [],
  },
  {
    name: 'recursive-permissions',
    level: 'approval',
    reason: 'changes permissions or ownership of a whole folder',
    hits: ({ name, args }) =>
      /^(chmod|chown|chgrp|setfacl|chattr|chflags|restorecon|chcon)$/.test(name) &&
      hasOption(args, 'R', ['recursive'])
        ? [readable(args.join(' '))]
        : [],
  },
  {
    name: 'setuid',
    level: 'approval',
    reason: 'lets a program run with the rights of its owner',
    hits: ({ name, args }) =>
      (name === 'chmod' && args.some((word) => /^([ugoa]*\+[rwx]*s|[2467]\d{3})/.test(word))) ||
      name === 'setcap'
        ? [readable(args.join(' '))]
        : [],
  },
  {
    name: 'publish',
    level: 'approval',
    reason: 'publishes a package or changes what is published',
    hits: (command) => (command.args.includes('--dry-run') ? [] : matches(publishing, command)),
  },
  {
    name: 'remote-delete',
    level: 'approval',
    reason: 'deletes data, containers or things on a server',
    hits: (command) => matches(remoteDeletion, command),
  },
  {
    name: 'secret-store',
    level: 'approval',
    reason: 'reads keys or passwords from where they are kept',
    hits: (command) => matches(secretReaders, command),
  },
  {
    name: 'kill',
    level: 'approval',
    reason: 'ends processes that the agent did not start',
    hits: ({ name, args }, { ownPids }) => {
      if (/^(killall|pkill|xkill|skill|snice|taskkill|killall5)$/.test(name))
        return [operands(args).join(' ') || name];
      if (name === 'fuser') return hasOption(args, 'k', ['kill']) ? [args.join(' ')] : [];
      if (name !== 'kill' || /^(-[lL0]|--list)$/.test(args[0] ?? '')) return [];
      if (args[0] === '-s' && args[1] === '0') return [];
      const pids = args.filter(
        (word, index) =>
          !/^-[A-Za-z]|^--/.test(word) &&
          !(index === 0 && /^-\d+$/.test(word)) &&
          !/^[A-Z]+\d*$/.test(word),
      );
      return pids
        .filter((pid) => !pid.includes(ownProcess) && !pid.startsWith('%'))
        .filter((pid) => !isKnown(pid) || !ownPids.has(Math.abs(Number(pid))))
        .map(readable);
    },
  },
  {
    name: 'schedule',
    level: 'approval',
    reason: 'has something run by itself later',
    hits: (command) => {
      const { name, args } = command;
      if (name === 'crontab') return args.includes('-l') ? [] : [commandLine(command)];
      if (/^(at|batch|anacron)$/.test(name))
        return /^-[lcV]/.test(args[0] ?? '') ? [] : [commandLine(command)];
      return name === 'loginctl' && args[0] === 'enable-linger' ? [name] : [];
    },
  },
  {
    name: 'service',
    level: 'approval',
    reason: 'starts, stops or changes services of the system',
    hits: (command) =>
      services.test(command.name) && !readsService.test(command.args.join(' '))
        ? [commandLine(command)]
        : [],
  },
  {
    name: 'system',
    level: 'approval',
    reason: 'changes the system: users, mounts, firewall, drivers',
    hits: (command) => {
      const { name, args } = command;
      if (/^(mount|umount)$/.test(name) && args.length === 0) return [];
      const line = args.join(' ');
      if (/^(-[lLVSs]|--(list|version|help|status|show)|status|show|list|query|print)/.test(line))
        return [];
      if (name === 'sysctl') return /(^| )-w|=/.test(line) ? [commandLine(command)] : [];
      if (name === 'date') return /^(-s|--set)/.test(line) ? [commandLine(command)] : [];
      if (name === 'history') return args.includes('-c') ? [commandLine(command)] : [];
      if (name === 'defaults') return /^(write|delete)/.test(line) ? [commandLine(command)] : [];
      return systemPrograms.test(name) ? [commandLine(command)] : [];
    },
  },
  {
    name: 'system-packages',
    level: 'approval',
    reason: 'installs or removes programs outside the workspace',
    hits: (command) => matches(packageManagers, command),
  },
  {
    name: 'remote-shell',
    level: 'approval',
    reason: 'opens a shell to the network',
    hits: (command) => {
      const line = command.args.join(' ');
      const opens =
        (/^(nc|ncat|netcat)$/.test(command.name) &&
          /(^| )(-\w*[ec]|--(sh-)?exec)( |$)/.test(line)) ||
        (command.name === 'socat' && /\b(EXEC|SYSTEM|SHELL):/i.test(line)) ||
        (/^(ngrok|cloudflared|localtunnel|lt|bore)$/.test(command.name) && line !== '--version');
      return opens ? [commandLine(command)] : [];
    },
  },
  {
    name: 'container-escape',
    level: 'approval',
    reason: 'gives a container access to this computer beyond the workspace',
    hits: (command, { places, resolve }) => {
      const { name, args } = command;
      if (
        !/^(docker|podman|nerdctl)$/.test(name) ||
        !/^(run|create)$/.test(words(command)[0] ?? '')
      )
        return [];
      const risky = args.filter((word, index) => {
        if (/^--(privileged|pid=host|cap-add|device|network=host|net=host|userns=host)/.test(word))
          return true;
        const mount = /^(-v|--volume|--mount)$/.test(args[index - 1] ?? '')
          ? word
          : /^(?:--volume|--mount|-v)=?(.+)$/.exec(word)?.[1];
        const source =
          /(?:^|,)(?:source|src)=([^,]+)/.exec(mount ?? '')?.[1] ?? mount?.split(':')[0];
        if (!source || !/^[~/.]|[\uE000\uE001]/.test(source)) return false;
        return resolve(source).some((file) => !isInside(places.workspace, file));
      });
      return risky.map(readable);
    },
  },
  {
    name: 'other-programs',
    level: 'approval',
    reason: 'looks into the memory or the environment of running programs, where keys may be',
    hits: (command) => {
      const { name, args } = command;
      const own = operands(args, { valued: 'opCGuUtgsqkO', long: ['sort', 'format', 'pid'] });
      const looks =
        (name === 'ps' &&
          (own.some((word) => /^[a-z]*e[a-z]*$/.test(word)) || hasOption(args, 'E'))) ||
        name === 'gcore' ||
        (/^(gdb|lldb|strace|ltrace|bpftrace|perf|py-spy|rbspy)$/.test(name) &&
          args.some((word) => /^(-p\d*|--(pid|attach)(=.*)?|-\w*p)$/.test(word)));
      return looks ? [commandLine(command)] : [];
    },
  },
  {
    name: 'injected-code',
    level: 'approval',
    reason: 'makes other programs load or run further code',
    hits: ({ name, args }) => {
      if (name === 'hash' && args.some((word) => /^-\w*p/.test(word))) return [args.join(' ')];
      const variable = name === '=' ? args[0] : undefined;
      return variable &&
        /^(LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|BASH_ENV|ENV|PROMPT_COMMAND|GIT_(SSH|SSH_COMMAND|EXTERNAL_DIFF|PROXY_COMMAND|ASKPASS)|SSH_ASKPASS|LESSOPEN|PERL5(OPT|DB)|PYTHON(STARTUP|HOME)|RUBYOPT|NODE_OPTIONS|npm_config_script_shell)$/.test(
          variable,
        )
        ? [variable]
        : [];
    },
  },
];
