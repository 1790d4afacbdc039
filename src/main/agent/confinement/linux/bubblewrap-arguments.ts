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
  /** Path of `perl`, where it can keep programs from abstract sockets. */
  perl?: string;
  /** Path of `nsenter`, where rooms can be used; without it each program's file system is put together anew. */
  nsenter?: string;
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

interface CommonOptions {
  way: BubblewrapWay;
  isRoot: boolean;
  mounts: readonly Mount[];
  /** An empty file to cover files with. */
  emptyFile: string;
  /** Without it programs see no network but a loopback of their own. */
  network: boolean;
}

export interface BubblewrapOptions extends CommonOptions {
  /** Absolute; as programs see it. */
  cwd: string;
  /** Whether it is started in a room, which has what lasts. */
  inRoom: boolean;
}

/** The arguments of `bwrap`, up to the program. */
export function bubblewrapArguments(options: BubblewrapOptions): string[] {
  const { way, isRoot, mounts, emptyFile, cwd, network, inRoom } = options;
  const ownUsers = way.userNamespace && !inRoom;
  return [
    // Ends with the host, and everything in it with the program it was made for.
    '--die-with-parent',
    '--new-session',
    '--unshare-pid',
    '--unshare-ipc',
    ...(ownUsers ? ['--unshare-user'] : []),
    ...(network || inRoom ? [] : ['--unshare-net']),
    '--cap-drop',
    'ALL',
    ...(isRoot && !way.userNamespace
      ? keptCapabilities.flatMap((name) => ['--cap-add', `CAP_${name}`])
      : []),
    ...(inRoom ? ['--dev-bind', '/', '/'] : ['--ro-bind', '/', '/']),
    '--dev',
    '/dev',
    '--proc',
    '/proc',
    ...mounts.flatMap((mount) => argumentsOf(mount, emptyFile)),
    '--chdir',
    cwd,
    '--',
  ];
}

/**
 * The whole disk, to be read. The other two are replaced for each program, but who may only read the
 * file system of processes cannot mount one that can be written, and devices that are none in the
 * room are none in what is started there.
 */
const shownToAll = '--ro-bind / / --bind /proc /proc --dev-bind /dev /dev'.split(' ');

/** The command that makes a room, up to the program that holds it. */
export function roomArguments(options: CommonOptions): [string, ...string[]] {
  const { way, mounts, emptyFile, network } = options;
  return [
    way.program,
    '--die-with-parent',
    ...(way.userNamespace ? ['--unshare-user'] : []),
    ...(network ? [] : ['--unshare-net']),
    ...shownToAll,
    ...mounts.flatMap((mount) => argumentsOf(mount, emptyFile)),
    '--chdir',
    '/',
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
