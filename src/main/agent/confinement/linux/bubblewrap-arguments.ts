import type { Mount } from './mounts.ts';

/** How bubblewrap is to be used here, as the probe found out. */
export interface BubblewrapWay {
  /** Path of `bwrap`. */
  program: string;
  /**
   * Whether programs run in a user namespace of their own. Root can do without: files of other
   * owners then stay theirs, as in a container.
   */
  userNamespace: boolean;
}

/** What programs of root keep of its rights: those over files, and to become somebody else; as in a container. */
const keptCapabilities = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETFCAP',
  'NET_BIND_SERVICE',
  'NET_RAW',
];

export interface BubblewrapOptions {
  way: BubblewrapWay;
  isRoot: boolean;
  mounts: readonly Mount[];
  /** An empty file to cover files with. */
  emptyFile: string;
  /** Absolute; as programs see it. */
  cwd: string;
  /** Without it programs see no network but a loopback of their own. */
  network: boolean;
  /** Number of an open file with a system call filter. */
  filter?: number;
}

/** The arguments of `bwrap`, up to the program. */
export function bubblewrapArguments(options: BubblewrapOptions): string[] {
  const { way, isRoot, mounts, emptyFile, cwd, network, filter } = options;
  const disk = ['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'];
  return [
    // Ends with the host, and everything in it with the program it was made for.
    '--die-with-parent',
    '--new-session',
    '--unshare-pid',
    '--unshare-ipc',
    ...(way.userNamespace ? ['--unshare-user'] : []),
    ...(network ? [] : ['--unshare-net']),
    '--cap-drop',
    'ALL',
    ...(isRoot && !way.userNamespace
      ? keptCapabilities.flatMap((name) => ['--cap-add', `CAP_${name}`])
      : []),
    ...(filter === undefined ? [] : ['--seccomp', String(filter)]),
    ...disk,
    ...mounts.flatMap((mount) => argumentsOf(mount, emptyFile)),
    '--chdir',
    cwd,
    '--',
  ];
}

function argumentsOf(mount: Mount, emptyFile: string): string[] {
  switch (mount.kind) {
    case 'read':
      return ['--ro-bind', mount.source, mount.path];
    case 'write':
      return ['--bind', mount.source, mount.path];
    case 'folder':
      return ['--perms', mount.mode.toString(8), '--tmpfs', mount.path];
    case 'link':
      return ['--symlink', mount.target, mount.path];
    case 'empty':
      return ['--ro-bind', emptyFile, mount.path];
    case 'seal':
      return ['--remount-ro', mount.path];
  }
}
