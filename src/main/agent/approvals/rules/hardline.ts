import { isBlockDevice } from '../places.ts';
import { hasOption, operands } from '../shell/programs/options.ts';
import { filters } from '../shell/programs/output.ts';
import { isKnown } from '../shell/text.ts';
import type { SimpleCommand } from '../shell/programs/follower.ts';
import { commandLine, words, type Rule, type RuleContext } from './rule.ts';
import { protectedPlace } from './targets.ts';

const deletes = /^(rm|shred|srm|wipe|rimraf|del|trash|gio|unlink)$/;

/** Commands that end the machine by their name. */
const shutdownNames = /^(shutdown|reboot|halt|poweroff|kexec|pm-(suspend|hibernate)|systemd-halt)$/;
const shutdownUnits = /^(poweroff|reboot|halt|kexec|soft-reboot|emergency|rescue|exit)$/;

const partitioning = /^(c?fdisk|s?fdisk|s?gdisk|cgdisk|parted|wipefs|blkdiscard|partprobe)$/;
const formatting = /^(mkfs(\..+)?|mke2fs|mkswap|mkdosfs|mkntfs|newfs(_\w+)?|mkexfatfs)$/;

/** What is refused in every mode. */
export const hardlineRules: readonly Rule[] = [
  {
    name: 'destroy-folder',
    level: 'hardline',
    reason: 'destroys the root, a system or the home folder',
    hits: (command, context) =>
      destroyedTargets(command)
        .flatMap((target) => context.resolve(target))
        .flatMap((target) => protectedPlace(target, context.places) ?? []),
  },
  {
    name: 'no-preserve-root',
    level: 'hardline',
    reason: 'switches off the protection of the root folder',
    hits: ({ name, args }) => (args.some((word) => word.startsWith('--no-preserve')) ? [name] : []),
  },
  {
    name: 'format-disk',
    level: 'hardline',
    reason: 'formats or repartitions a disk',
    hits: (command, context) => formattedDisks(command, context),
  },
  {
    name: 'write-device',
    level: 'hardline',
    reason: 'writes to a disk past its file system',
    hits: ({ name, args }, context) => {
      const targets =
        name === 'dd'
          ? args.filter((word) => word.startsWith('of=')).map((word) => word.slice(3))
          : /^(cp|mv|tee|install|truncate|shred|ln|sponge|cat|pv|dcfldd|dc3dd|ddrescue|badblocks)$/.test(
                name,
              )
            ? (name === 'cat' || name === 'cp' ? args.slice(-1) : [...args]).filter(
                (word) => !word.startsWith('-'),
              )
            : name === 'socat'
              ? args.map((word) => word.replace(/^\w+:/, '').split(',')[0]!)
              : [];
      return name === 'cat'
        ? []
        : targets.flatMap((word) => context.resolve(word)).filter(isBlockDevice);
    },
  },
  {
    name: 'shutdown',
    level: 'hardline',
    reason: 'shuts the machine down or restarts it',
    hits: (command) => {
      const { name, args } = command;
      const [first = ''] = words(command);
      const asks = args.some((word) => /^(-c|--help|--version|--show)$/.test(word));
      if (shutdownNames.test(name)) return asks ? [] : [name];
      if (/^(tel)?init$/.test(name)) return /^[06]$/.test(first) ? [name] : [];
      if (
        /^(systemctl|loginctl)$/.test(name) &&
        words(command).some((word) => shutdownUnits.test(word.replace(/\.target$/, '')))
      ) {
        return first === 'status' || first === 'is-active' ? [] : [`${name} ${first}`];
      }
      const text = args.join(' ');
      if (/^(dbus-send|busctl|gdbus|qdbus)$/.test(name)) {
        return /\b(PowerOff|Reboot|Halt|Shutdown)\b/i.test(text) ? [name] : [];
      }
      return name === 'sysctl' && /kernel\.sysrq/.test(text) ? [name] : [];
    },
  },
  {
    name: 'kill-everything',
    level: 'hardline',
    reason: 'ends every process of the person or the machine',
    hits: ({ name, args }) => {
      if (name === 'killall5') return [name];
      if (name === 'loginctl') {
        return /^(terminate|kill)-(user|session|seat)$/.test(args[0] ?? '') ? [name] : [];
      }
      if (name !== 'kill') return [];
      const rest = args[0] === '-s' || args[0] === '-n' ? args.slice(2) : args;
      // The first `-1` is the signal's number unless a signal came before it.
      const signal = args !== rest || rest[0]?.startsWith('-') ? 1 : 0;
      return rest.slice(args === rest ? signal : 0).includes('-1') ? ['-1'] : [];
    },
  },
];

function destroyedTargets(command: SimpleCommand): string[] {
  const { name, args } = command;
  if (deletes.test(name)) {
    return name === 'unlink' ||
      hasOption(args, 'rR', ['recursive']) ||
      /^(rimraf|trash|srm|wipe|gio)$/.test(name)
      ? operands(args)
      : [];
  }
  if (name === 'mv') {
    const moved = operands(args, { valued: 'tS', long: ['target-directory', 'suffix'] });
    return hasOption(args, 't', ['target-directory']) ? moved : moved.slice(0, -1);
  }
  if (name === 'tar' && args.some((word) => word.startsWith('--remove-f'))) return operands(args);
  if (name === 'rsync' && args.some((word) => word.startsWith('--remove-s'))) {
    return operands(args).slice(0, -1);
  }
  if (name === 'setfacl' && hasOption(args, 'R', ['recursive'])) return operands(args);
  if (name === 'find' && args.includes('-delete') && filters(args).length === 0) {
    const end = args.findIndex((word) => /^[-(!]/.test(word));
    return args.slice(0, Math.max(end, 0));
  }
  if (/^(chmod|chown|chgrp|chattr)$/.test(name) && hasOption(args, 'R', ['recursive'])) {
    return operands(args)
      .slice(1)
      .filter((word) => !/^~|\$HOME/.test(word));
  }
  if (name === 'rsync' && args.some((word) => word.startsWith('--del')))
    return operands(args).slice(-1);
  if (name === 'git' && args.includes('clean') && args.includes('-C')) {
    return [args[args.indexOf('-C') + 1] ?? ''];
  }
  return [];
}

function formattedDisks({ name, args }: SimpleCommand, { resolve }: RuleContext): string[] {
  const onDisk = (): boolean =>
    operands(args).some((word) =>
      resolve(word).some((file) => isBlockDevice(file) || !isKnown(file)),
    );
  const line = commandLine({ name, args, cwds: [] });
  if (formatting.test(name)) return operands(args).length === 0 || onDisk() ? [line] : [];
  if (partitioning.test(name)) {
    const looks = args.some((word) =>
      /^(-l|--list|-[hV]|--help|--version|print|-n|--no-act|-d|--dump)$/.test(word),
    );
    return looks || (name === 'wipefs' && !/ (-\w*[af]|--all|-o)/.test(line) && !onDisk())
      ? []
      : [line];
  }
  const tables: Record<string, RegExp> = {
    cryptsetup: /\b(luksFormat|erase|luksErase|reencrypt)\b/,
    diskutil:
      /\b(erase\w*|partitionDisk|zeroDisk|randomDisk|secureErase|reformat|apfs delete\w*)\b/i,
    hdparm: /--security-erase|--trim-sector|--write-sector|--make-bad-sector/,
    nvme: /\b(format|sanitize|write-zeroes|delete-ns)\b/,
    zpool: /\b(destroy|labelclear|create)\b/,
    zfs: /\bdestroy\b/,
    mdadm: /--zero-superblock|--create/,
    lvremove: /./,
    vgremove: /./,
    pvremove: /./,
    badblocks: / -\w*w/,
    sgdisk: /-Z|--zap|-o\b/,
    asr: /--erase/,
    btrfs: /\bdevice (remove|delete)\b/,
  };
  return Object.hasOwn(tables, name) && tables[name]!.test(line) ? [line] : [];
}
