import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith((body) =>
    body.stop === undefined && body.temperature === undefined
      ? { text: 'Yes' }
      : {
          status: 400,
          body: {
            error: {
              message: `Unsupported parameter: '${body.stop === undefined ? 'temperature' : 'stop'}' is not supported with this model.`,
            },
          },
        },
  );
  host = await startTestHost({ upstream: upstream.url });
});
afterEach(async () => {
  await host.close();
  await upstream.close();
});

async function chat(more: object = {}, on = host): Promise<Response> {
  return fetch(`${on.url}/v1/chat/completions`, {
    method: 'POST',
    headers: on.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], stop: ['x'], ...more }),
  });
}

describe('what a service does not take', () => {
  it('costs one refusal, and no more after it', async () => {
    expect((await chat()).status).toBe(200);
    expect(upstream.requests).toHaveLength(2);
    expect((await chat()).status).toBe(200);
    expect(upstream.requests).toHaveLength(3);
    expect(host.host.model().learned).toEqual(['stop is left out']);
  });

  it('stands in the log of the run that met it, and of no other', async () => {
    await chat();
    await chat();
    const runs = host.host.runs.list();
    const notices = runs.map(({ log }) =>
      log.events.flatMap((event) => (event.type === 'run.notice' ? [event.text] : [])),
    );
    expect(notices.flat()).toEqual([
      'The model service did not take the request as it was: stop is left out from now on',
    ]);
  });

  it('is told in the log', async () => {
    await chat();
    const lines = host.host.logs.after(0);
    expect(JSON.stringify(lines)).toContain('stop is left out');
  });

  it('is learned one thing after the other, each confirmed by the answer', async () => {
    expect((await chat({ temperature: 0.5 })).status).toBe(200);
    expect(upstream.requests).toHaveLength(3);
    expect(host.host.model().learned).toEqual(['stop is left out', 'temperature is left out']);
  });

  it('is not learned where no answer came of it', async () => {
    upstream.replyWith(() => ({
      status: 400,
      body: { error: { message: "'stop' is not supported, or something else" } },
    }));
    expect((await chat()).status).toBe(400);
    expect(host.host.model().learned).toEqual([]);
  });

  it('outlasts a restart', async () => {
    await chat();
    const { dataDir, workspace } = host;
    await host.host.close();
    expect(await readFile(path.join(dataDir, 'services.json'), 'utf8')).toContain('"stop"');
    const again = await startTestHost({ upstream: upstream.url, dataDir, workspace });
    const before = upstream.requests.length;
    expect((await chat({}, again)).status).toBe(200);
    expect(upstream.requests.length - before).toBe(1);
    await again.close();
  });

  it.each([
    [
      'a setting of the model',
      () => host.host.settings.update({ model: { contextWindow: 64_000 } }),
    ],
    ['the key of its service', () => host.host.secrets.set('customKey', 'sk-another-key-of-mine')],
  ])('is forgotten when %s changes', async (_what, change) => {
    await chat();
    change();
    expect(host.host.model().learned).toEqual([]);
    await chat();
    expect(upstream.requests).toHaveLength(4);
  });

  it('is not forgotten when something else changes', async () => {
    await chat();
    host.host.settings.update({ app: { logLevel: 'debug' } });
    host.host.secrets.set('braveKey', 'a-key-of-another-service');
    expect(host.host.model().learned).toEqual(['stop is left out']);
  });
});
