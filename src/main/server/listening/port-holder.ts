import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The process that listens on a port. */
export interface PortHolder {
  pid: number;
  /** As the system shows it: `node`, `ollama.exe`. */
  name: string;
}

const run = promisify(execFile);
const commandOptions = { timeout: 3000, windowsHide: true } as const;

/** Who listens on a TCP port of this computer. Undefined where it cannot be found. Never rejects. */
export async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  try {
    if (process.platform === 'linux') return await findOnLinux(port);
    if (process.platform === 'darwin') return await findOnMac(port);
    if (process.platform === 'win32') return await findOnWindows(port);
    return undefined;
  } catch {
    // The finding is a courtesy: without lsof or the right to look, the error stands without a name.
    return undefined;
  }
}

/** The first process in the field output of `lsof -Fpc`. */
export function parseLsof(output: string): PortHolder | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const name = /^c(.+)$/m.exec(output)?.[1];
  return pid && name ? { pid: Number(pid), name } : undefined;
}

/** The process id that listens on a port in the output of `netstat -ano`, whatever its language. */
export function parseNetstat(output: string, port: number): number | undefined {
  for (const line of output.split('\n')) {
    const [protocol, local, remote, , pid] = line.trim().split(/\s+/);
    if (protocol !== 'TCP' || !local?.endsWith(`:${port}`)) continue;
    // A listening socket has no peer. The word for LISTENING is translated.
    if (remote === '0.0.0.0:0' || remote === '[::]:0') return Number(pid);
  }
  return undefined;
}

/** The program's name in the output of `tasklist /FO CSV /NH`. */
export function parseTasklist(output: string): string | undefined {
  return /^"([^"]+)","\d+"/m.exec(output)?.[1];
}

/** The socket inodes that listen on a port, in the text of `/proc/net/tcp` or `tcp6`. */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const listening = '0A';
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === listening)
    .map((fields) => fields[9]!);
}

async function findOnLinux(port: number): Promise<PortHolder | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const sockets = new Set(
    tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`),
  );
  if (sockets.size === 0) return undefined;
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    // Other people's processes cannot be looked into, and any process may end meanwhile.
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(
      descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
    );
    if (!links.some((link) => sockets.has(link))) continue;
    const name = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
    return { pid: Number(pid), name };
  }
  return undefined;
}

async function findOnMac(port: number): Promise<PortHolder | undefined> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  return parseLsof((await run('lsof', args, commandOptions)).stdout);
}

async function findOnWindows(port: number): Promise<PortHolder | undefined> {
  const pid = parseNetstat((await run('netstat', ['-ano'], commandOptions)).stdout, port);
  if (pid === undefined) return undefined;
  const args = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'];
  const name = parseTasklist((await run('tasklist', args, commandOptions)).stdout);
  return { pid, name: name ?? 'a program' };
}
