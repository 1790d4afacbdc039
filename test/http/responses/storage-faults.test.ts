import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { textOf } from '../../support/responses-client.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { shouting } from './responses-bench.ts';

let upstream: ScriptedUpstream;
let folder: string;
const hosts: HeadlessHost[] = [];
beforeAll(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith(shouting);
  folder = mkdtempSync(join(tmpdir(), 'hermes-faults-'));
});
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  await upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(fileLimitKiB?: number): Promise<HeadlessHost> {
  const host = await startHeadlessHost({ dataDir: folder, upstream: upstream.url, fileLimitKiB });
  hosts.push(host);
  return host;
}

// The limit on the size of files is the shell's; writing beyond it fails as on a full disk.
it.skipIf(process.platform === 'win32')(
  'a disk that takes no more is an honest failure, and loses nothing of before',
  { timeout: 120_000 },
  async () => {
    const cramped = await start(1024);
    const big = 'x'.repeat(40_000);
    const kept: string[] = [];
    let failure: Response | undefined;
    for (let turn = 0; turn < 100 && !failure; turn += 1) {
      const body = { input: `${turn} ${big}`, conversation: 'full' };
      const answer = await cramped.client.request('POST', '/responses', body);
      if (answer.status === 200) kept.push(((await answer.json()) as { id: string }).id);
      else failure = answer;
    }
    expect(failure?.status).toBe(503);
    expect(await failure!.json()).toMatchObject({
      error: { code: 'store_unavailable', message: expect.stringContaining('hermes.db') as string },
    });
    // What is there can be read, and what is not stored needs no disk.
    expect((await cramped.client.get(kept[0]!)).status).toBe('completed');
    const unstored = await cramped.client.create({ input: 'still there?', store: false });
    expect(textOf(unstored)).toBe('STILL THERE?');
    if (process.platform === 'linux') {
      cramped.liftFileLimit();
      expect(await cramped.health()).toMatchObject({ status: 'ok', store: { ok: true } });
      kept.push((await cramped.client.create({ input: 'room again', conversation: 'full' })).id);
    }
    await cramped.close();

    const roomy = await start();
    expect(kept.length).toBeGreaterThan(3);
    for (const id of kept) expect((await roomy.client.get(id)).status).toBe('completed');
    await roomy.client.create({ input: 'and on', conversation: 'full' });
    const { messages } = upstream.requests.at(-1)!.body;
    expect(messages.filter(({ role }) => role === 'user')).toHaveLength(kept.length + 1);
  },
);
