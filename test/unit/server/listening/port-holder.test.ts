import { createServer } from 'node:net';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  findPortHolder,
  listeningInodes,
  parseLsof,
  parseNetstat,
  parseTasklist,
} from '../../../../src/main/server/listening/port-holder.ts';

describe('the process that holds a port', () => {
  it.runIf(process.platform === 'linux')('is found on Linux', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const name = (await readFile('/proc/self/comm', 'utf8')).trim();
    expect(await findPortHolder(port)).toEqual({ pid: process.pid, name });
    await new Promise((resolve) => server.close(resolve));
    expect(await findPortHolder(port)).toBeUndefined();
  });

  it('is read from /proc/net/tcp: only who listens, only on this port', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:21C2 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 11111 1 x',
      '   1: 0100007F:21C2 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000 0 22222 1 x',
      '   2: 0100007F:21C3 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 33333 1 x',
    ].join('\n');
    expect(listeningInodes(table, 8642)).toEqual(['11111']);
  });

  it('is read from lsof on macOS', () => {
    expect(parseLsof('p4711\ncollama\nf12\n')).toEqual({ pid: 4711, name: 'ollama' });
    expect(parseLsof('')).toBeUndefined();
  });

  it('is read from netstat and tasklist on Windows, in any language', () => {
    const netstat = [
      '',
      'Aktive Verbindungen',
      '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
      '  TCP    127.0.0.1:86420        0.0.0.0:0              ABHÖREN          1',
      '  TCP    127.0.0.1:8642         127.0.0.1:50000        HERGESTELLT      2',
      '  TCP    127.0.0.1:8642         0.0.0.0:0              ABHÖREN          4242',
    ].join('\r\n');
    expect(parseNetstat(netstat, 8642)).toBe(4242);
    expect(parseNetstat('  TCP    [::1]:8642   [::]:0   LISTENING   77\r\n', 8642)).toBe(77);
    expect(parseNetstat(netstat, 9999)).toBeUndefined();
    expect(parseTasklist('"node.exe","4242","Console","1","52,000 K"\r\n')).toBe('node.exe');
    expect(parseTasklist('INFO: No tasks are running.')).toBeUndefined();
  });
});
