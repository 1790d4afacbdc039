import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * A file system put together once, for many programs to be started in. It is kept by open files of
 * its namespaces, without a process.
 */
export interface Room {
  /** The words of a command that starts what follows them in the room. */
  enter: readonly string[];
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
}

/** Prints its number, by which its namespaces are found, and waits until they are. */
const holder = 'echo $$; read -r _';
const longestMs = 10_000;

/**
 * Makes a room.
 * @throws Error with what bubblewrap said
 */
export async function makeRoom({ nsenter, command, own }: RoomOptions): Promise<Room> {
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
    return openRoom(line, nsenter, own);
  } finally {
    lines.close();
    child.stdin.end();
    await closed;
  }
}

function openRoom(pid: string, nsenter: string, own: RoomOptions['own']): Room {
  const kinds = ['mnt', ...(own.users ? ['user'] : []), ...(own.network ? ['net'] : [])];
  const files = kinds.map((kind) => ({ kind, file: openSync(`/proc/${pid}/ns/${kind}`, 'r') }));
  const flags: Record<string, string> = { mnt: '--mount', user: '--user', net: '--net' };
  return {
    enter: [
      nsenter,
      ...files.map(({ kind, file }) => `${flags[kind]}=/proc/${process.pid}/fd/${file}`),
      // Else it would become root of the namespace, which this account is not mapped to.
      ...(own.users ? ['--preserve-credentials'] : []),
    ],
    close: () => {
      for (const { file } of files) closeSync(file);
    },
  };
}
