import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { walledHome, type WalledHome } from './support.ts';

/** As a hosts file has it: all names of the tests are this computer. */
const hosts = (name: string): Promise<{ address: string; family: number }[]> =>
  name.endsWith('.test')
    ? Promise.resolve([{ address: '127.0.0.1', family: 4 }])
    : Promise.reject(new Error(`There is no ${name}`));

async function served(): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request.headers.host ?? '');
    response.end(`served to ${request.headers.host}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, asked };
}

async function listed(networkHosts: string[]): Promise<WalledHome> {
  return walledHome({ confinement: 'required', network: 'listed', networkHosts }, hosts);
}

const byPython = (url: string): string =>
  `python3 -c "import urllib.request; print(urllib.request.urlopen('${url}', timeout=5).read().decode())"`;
const byNode = (url: string): string =>
  `node -e "const p = new URL(process.env.HTTP_PROXY); require('http').get({ host: p.hostname, port: p.port, path: '${url}', headers: { host: new URL('${url}').host } }, (a) => { a.pipe(process.stdout); process.exitCode = a.statusCode === 200 ? 0 : 1 })"`;

describe.runIf(process.platform === 'linux')('network "listed"', () => {
  test('reaches the hosts of the list by curl, Python and Node, and no others', async () => {
    const { port, asked } = await served();
    const { run } = await listed(['allowed.test', '*.below.test']);
    for (const name of ['allowed.test', 'a.below.test']) {
      const url = `http://${name}:${port}/`;
      for (const command of [`curl -s ${url}`, `curl -sp ${url}`, byPython(url), byNode(url)]) {
        const { output, exit_code } = await run(command);
        expect({ output, exit_code }, command).toEqual({
          output: `served to ${name}:${port}`,
          exit_code: 0,
        });
      }
    }
    asked.length = 0;
    for (const name of ['denied.test', 'below.test', 'xallowed.test', 'allowed.test.evil.test']) {
      const url = `http://${name}:${port}/`;
      for (const command of [`curl -sf ${url}`, `curl -sfp ${url}`, byPython(url), byNode(url)]) {
        const { exit_code, note } = await run(command);
        expect(exit_code, command).not.toBe(0);
        expect(note, command).toContain(`The wall does not let this reach ${name}`);
      }
    }
    expect(asked).toEqual([]);
  });

  test('has no other way out: no address, no name, no socket of this computer', async () => {
    const { port, asked } = await served();
    const { run } = await listed(['allowed.test']);
    for (const command of [
      `curl -s --noproxy '*' http://127.0.0.1:${port}/`,
      `curl -s -x '' http://allowed.test:${port}/`,
      `curl -sf http://127.0.0.1:${port}/`,
      `curl -sf --proxy "$HTTP_PROXY" --noproxy '' http://127.0.0.1:${port}/`,
      `curl -sf --proxy "$HTTP_PROXY" --noproxy '' http://[::1]:${port}/`,
      `node -e "require('net').connect(${port}, '127.0.0.1').on('error', () => process.exit(3))"`,
      `env -u HTTP_PROXY -u http_proxy -u ALL_PROXY -u all_proxy ${byPython(`http://127.0.0.1:${port}/`)}`,
      `exec 3<>/dev/tcp/127.0.0.1/${port}`,
    ]) {
      expect((await run(command)).exit_code, command).not.toBe(0);
    }
    expect((await run('cat /proc/net/dev | grep -c :')).output).toBe('1');
    expect((await run('ls "$HOME/../data/confinement"')).exit_code).not.toBe(0);
    expect(asked).toEqual([]);
  });

  test('servers of one call are reached from the next, and the list is read anew', async () => {
    const { port } = await served();
    const networkHosts = ['other.test'];
    const { run } = await listed(networkHosts);
    await run('cd /tmp && echo inside > f && exec python3 -m http.server 8123 --bind 127.0.0.1', {
      background: true,
    });
    const fetched =
      'for i in $(seq 100); do curl -sf http://127.0.0.1:8123/f && exit; sleep 0.1; done; exit 1';
    expect(await run(`(${fetched})`)).toMatchObject({ output: 'inside', exit_code: 0 });
    expect((await run(`curl -sf http://allowed.test:${port}/`)).exit_code).not.toBe(0);
    networkHosts.push('allowed.test');
    expect((await run(`curl -sf http://allowed.test:${port}/`)).output).toContain('served to');
  });
});
