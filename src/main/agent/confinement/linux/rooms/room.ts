import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ListedNetwork } from '../network/listed-network.ts';
import { startRelay } from '../network/relay.ts';

/**
 * A file system put together once, for many programs to be started in. It is kept by open files of
 * its namespaces, without a process.
 */
export interface Room {
  /** The words of a command that starts what follows them in the room. */
  enter: readonly string[];
  /** Where programs find the proxy on their loopback, with network `listed`. */
  port?: number;
  /** Nothing can be started in it any more; what runs there runs on. */
  close(): void;
}

export interface RoomOptions {
  /** Path of `nsenter`. */
  nsenter: string;
  /** `bwrap` and its arguments, up to the program. */
  command: readonly [string, ...string[]];
  /** Whether it has users and networks of its own. */
  own: { users: boolean; network: boolean };
  /** What leads out of a network of its own; without it nothing does. */
  wayOut?: { perl: string; network: ListedNetwork };
}

/** Prints its number, by which its namespaces are found, and waits until they are. */
const holder = 'echo $$; read -r _';
const longestMs = 10_000;

/**
 * Makes a room.
 * @throws Error with what bubblewrap said
 */
export async function makeRoom(options: RoomOptions): Promise<Room> {
  const { nsenter, command, own, wayOut } = options;
  const [program, ...args] = command;
  const child = spawn(program, [...args, '/bin/sh', '-c', holder], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: longestMs,
    killSignal: 'SIGKILL',
  });
  const closed = once(child, 'close');
  child.stdin.on('error', () => undefined);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const lines = createInterface({ input: child.stdout });
  try {
    const [line] = (await Promise.race([
      once(lines, 'line'),
      // Without a program 'close' does not come before 'error', by which once() rejects.
      closed.then(() => ['']),
    ])) as [string];
    if (line === '') throw new Error(complaint.trim() || 'it ended without a word');
    const { room, files } = openRoom(line, nsenter, own);
    return wayOut ? await withWayOut(room, files, nsenter, wayOut) : room;
  } finally {
    lines.close();
    child.stdin.end();
    await closed;
  }
}

/** Open files of namespaces, by kind. */
type NamespaceFiles = readonly { kind: string; file: number }[];

const flags: Readonly<Record<string, string>> = { mnt: '--mount', user: '--user', net: '--net' };

/** The words that start something in these namespaces. */
function enterWords(nsenter: string, files: NamespaceFiles): [string, ...string[]] {
  return [
    nsenter,
    ...files.map(({ kind, file }) => `${flags[kind]}=/proc/${process.pid}/fd/${file}`),
    // Else it would become root of the namespace, which this account is not mapped to.
    ...(files.some(({ kind }) => kind === 'user') ? ['--preserve-credentials'] : []),
  ];
}

async function withWayOut(
  room: Room,
  files: NamespaceFiles,
  nsenter: string,
  { perl, network }: NonNullable<RoomOptions['wayOut']>,
): Promise<Room> {
  try {
    await network.ready();
    const words = enterWords(
      nsenter,
      files.filter(({ kind }) => kind !== 'mnt'),
    );
    const relay = await startRelay(words, perl, network.socketFile);
    const close = (): void => {
      relay.close();
      room.close();
    };
    return { ...room, port: relay.port, close };
  } catch (error) {
    room.close();
    throw error;
  }
}

function openRoom(
  pid: string,
  nsenter: string,
  own: RoomOptions['own'],
): { room: Room; files: NamespaceFiles } {
  const kinds = ['mnt', ...(own.users ? ['user'] : []), ...(own.network ? ['net'] : [])];
  const files = kinds.map((kind) => ({ kind, file: openSync(`/proc/${pid}/ns/${kind}`, 'r') }));
  const room: Room = {
    enter: enterWords(nsenter, files),
    close: () => {
      for (const { file } of files) closeSync(file);
    },
  };
  return { room, files };
}
