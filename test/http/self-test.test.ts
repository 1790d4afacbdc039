import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSelfTest } from '../../src/main/self-test/run-self-test.ts';
import { clients } from '../../src/shared/clients.ts';
import type { SelfTestStep } from '../../src/shared/desktop-state.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;

beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream());
  upstream.replyWith(() => ({ text: ['Hel', 'lo.'] }));
});
afterAll(async () => {
  await closeBoth({ host, upstream });
});

function run(client: string, key: string | undefined, server = host): Promise<SelfTestStep[]> {
  return runSelfTest(client, {
    baseUrl: `${server.url}/v1`,
    key,
    model: 'hermes-agent',
    signal: new AbortController().signal,
    onStep: () => {},
  });
}

describe('the self-test against the real server', () => {
  it.each(clients)('$name: nothing fails', async ({ id }) => {
    const steps = await run(id, host.key ?? undefined);
    expect(steps.filter((step) => step.state === 'failed')).toEqual([]);
    expect(steps.filter((step) => step.state === 'passed').length).toBeGreaterThanOrEqual(4);
  });

  it('passes with the built-in demo model too', async () => {
    const demo = await startTestHost();
    try {
      const steps = await run('chatbox', demo.key ?? undefined, demo);
      expect(steps.filter((step) => step.state === 'failed')).toEqual([]);
    } finally {
      await demo.close();
    }
  });

  it('a tool that the model calls is handed to the client', async () => {
    upstream.reply(
      { text: 'Hello.' },
      { text: 'Hello.' },
      { toolCalls: [{ name: 'get_weather', arguments: { city: 'Berlin' } }] },
    );
    const steps = await run('curl', host.key ?? undefined);
    expect(steps.find((step) => step.id === 'tool')).toMatchObject({
      state: 'passed',
      detail: 'The model calls get_weather, which the client then runs.',
    });
  });

  it('a wrong key is told in the server’s own words', async () => {
    const steps = await run('chatbox', 'sk-wrong');
    expect(steps[1]).toMatchObject({ id: 'models', state: 'failed' });
    expect(steps[1]!.detail).toMatch(/^The key was refused \(401\)\. .*API key/);
  });

  it('an origin that is not listed is told with the name of the setting', async () => {
    host.host.settings.update({ server: { allowedOrigins: ['https://example.com'] } });
    const steps = await run('jan', host.key ?? undefined);
    expect(steps[0]).toMatchObject({ id: 'preflight', state: 'failed' });
    expect(steps[0]!.detail).toContain('Allowed web origins');
    host.host.settings.update({ server: { allowedOrigins: [] } });
  });
});
