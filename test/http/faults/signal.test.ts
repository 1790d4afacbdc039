import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { systemPids } from '../../support/namespaced-processes.ts';
import { aliveAmong, treeCommand, treeIn } from './tool-tree.ts';

interface Bench {
  upstream: ScriptedUpstream;
  host: HeadlessHost;
  workspace: string;
  ask: (stream: boolean) => Promise<Response>;
}

// Side by side, for the host gives its runs some seconds to end.
const it = test.extend<{ bench: Bench }>({
  bench: async ({ onTestFinished }, use) => {
    const workspace = await mkdtemp(path.join(tmpdir(), 'hermes-work-'));
    const upstream = await startScriptedUpstream();
    const host = await startHeadlessHost({ upstream: upstream.url, workspace });
    onTestFinished(async () => {
      await host.close();
      await upstream.close();
      await rm(workspace, { recursive: true, force: true });
    });
    const ask = (stream: boolean): Promise<Response> =>
      fetch(`${host.url}/v1/chat/completions`, {
        method: 'POST',
        headers: host.headers,
        body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], stream }),
      });
    await use({ upstream, host, workspace, ask });
  },
});

const endedWell = { code: 0, signal: null };

describe.concurrent('SIGTERM', () => {
  it('lets a run finish that needs a moment more', async ({ bench: { upstream, host, ask } }) => {
    upstream.reply({ text: ['One ', 'two ', 'three'], chunkDelayMs: 300 });
    const answer = await ask(true);
    await upstream.waitForRequest(1);
    host.kill('SIGTERM');
    const text = await answer.text();
    expect(text).toContain('three');
    expect(text).toContain('"finish_reason":"stop"');
    expect(await host.ended).toEqual(endedWell);
  });

  it('tells a client whose run takes too long, and closes the upstream request', async ({
    bench: { upstream, host, ask },
  }) => {
    upstream.reply({ text: 'Half', hang: 'mid-text' }, { hang: 'before-headers' });
    const streaming = await ask(true);
    await upstream.waitForRequest(1);
    const plain = ask(false);
    await upstream.waitForRequest(2);
    host.kill('SIGTERM');
    const text = await streaming.text();
    expect(text).toContain('Half');
    expect(text).toMatch(/"code":"server_stopped"\}\}\n\ndata: \[DONE\]\n\n$/);
    expect((await plain).status).toBe(503);
    await upstream.waitForAbort(1);
    await upstream.waitForAbort(2);
    expect(await host.ended).toEqual(endedWell);
  });

  it('ends the whole process tree of a tool, and background processes too', async ({
    bench: { upstream, host, workspace, ask },
  }) => {
    const background = 'echo $$ > background; exec sleep 300';
    upstream.reply(
      { toolCalls: [{ name: 'terminal', arguments: { command: background, background: true } }] },
      { toolCalls: [{ name: 'terminal', arguments: { command: treeCommand } }] },
    );
    const answer = await ask(true);
    const tree = await treeIn(workspace);
    const inner = Number(await readFile(path.join(workspace, 'background'), 'utf8'));
    const pids = [...new Set([...tree, ...systemPids([inner], workspace)])];
    expect(pids.length).toBeGreaterThanOrEqual(5);
    expect(aliveAmong(pids)).toEqual(pids);
    host.kill('SIGTERM');
    await answer.text();
    expect(await host.ended).toEqual(endedWell);
    expect(aliveAmong(pids)).toEqual([]);
  });

  it('is not held up by connections that are idle or in the middle of a request', async ({
    bench: { host },
  }) => {
    const { hostname, port } = new URL(host.url);
    const half = 'POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n';
    const sockets = ['', half].map((bytes) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => socket.destroy());
      socket.write(bytes);
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    // Closed is closed, with or without an error.
    const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of sockets) socket.resume();
    host.kill('SIGTERM');
    expect(await host.ended).toEqual(endedWell);
    await Promise.all(closed);
  });
});
