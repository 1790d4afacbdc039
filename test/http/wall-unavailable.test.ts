import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../support/headless-host.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';

const preload = resolve('test/support/failing-bwrap.cjs');
const said = 'bwrap could not run a program. It said: bwrap: broken for this test';

let host: HeadlessHost;
let upstream: ScriptedUpstream;
afterEach(async () => {
  await host.close();
  await upstream.close();
});

/** A host on a system where no wall can be had, asked to make a file. */
async function makeFile(confinement: string): Promise<{ told: string; made: boolean }> {
  upstream = await startScriptedUpstream();
  host = await startHeadlessHost({
    upstream: upstream.url,
    nodeArguments: ['--require', preload],
    flags: ['--confinement', confinement],
  });
  const command = 'pwd; echo made > made';
  upstream.reply({ toolCalls: [{ name: 'terminal', arguments: { command } }] }, { text: 'ok' });
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'make it' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
  const told = upstream.requests.at(-1)!.body.messages.at(-1)!.content as string;
  const { output } = JSON.parse(told) as { output: string };
  const made = await access(resolve(output.split('\n')[0]!, 'made')).then(
    () => true,
    () => false,
  );
  return { told, made };
}

it.skipIf(process.platform !== 'linux')(
  'a wall that cannot be had is said in the start lines and in /health/detailed; commands run without',
  async () => {
    const { made } = await makeFile('auto');
    expect(made).toBe(true);
    await expect.poll(() => host.output()).toContain('Wall around commands: none. ');
    expect(host.output()).toContain(said);
    expect(await host.health()).toMatchObject({
      confinement: { state: 'unavailable', reason: expect.stringContaining(said) as string },
    });
  },
);

it.skipIf(process.platform !== 'linux')('where it is required, nothing runs then', async () => {
  const { told, made } = await makeFile('required');
  expect(made).toBe(false);
  expect(told).toContain('Nothing was run');
  expect(told).toContain(said);
  expect(await host.health()).toMatchObject({ confinement: { state: 'unavailable' } });
});
