import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/main/agent/tools/browser/find-browser.ts';
import { startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/**
 * A page in a real browser that wants to use the agent, on a host whose key the person has cleared:
 * by a name of its own that leads to this computer (DNS rebinding), or from its own origin.
 */

const executablePath = await findBrowser(process.platform, process.env);
let upstream: ScriptedUpstream;
let host: TestHost;
let browser: Browser;
/** Ports of the host, and of a web server of the attacker. */
let port = '';
let cats = 0;
let attacker: Server;

beforeAll(async () => {
  if (executablePath === undefined) return;
  ({ upstream, host } = await startHostWithUpstream({ key: null }));
  ({ port } = new URL(host.url));
  attacker = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Cats</title>');
  }).listen(0, '127.0.0.1');
  await once(attacker, 'listening');
  ({ port: cats } = attacker.address() as AddressInfo);
  browser = await chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    // The name servers of evil.test say so from now on.
    args: ['--host-resolver-rules=MAP evil.test 127.0.0.1, MAP *.evil.test 127.0.0.1'],
  });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  attacker?.close();
  await host?.close();
  await upstream?.close();
});

/** A page of that origin. */
async function pageOf(origin: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${origin}/cats`);
  return page;
}

/** What a script in the page gets to see: status and text, or that there was no answer for it. */
function fetchIn(page: Page, url: string, init: RequestInit = {}): Promise<string> {
  return page.evaluate(
    async ([address, options]) => {
      try {
        const response = await fetch(address, options);
        return `${response.type} ${response.status} ${await response.text()}`;
      } catch (error) {
        return String(error);
      }
    },
    [url, init] as const,
  );
}

const chat = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ messages: [{ role: 'user', content: 'Run rm' }] }),
};

describe.skipIf(executablePath === undefined)('a web page', () => {
  it.each(['evil.test', 'localhost.evil.test', '127.0.0.1.evil.test'])(
    'whose name %s was rebound to this computer reads nothing and runs nothing',
    async (name) => {
      const page = await pageOf(`http://${name}:${port}`);
      for (const answer of [
        await fetchIn(page, '/health'),
        await fetchIn(page, '/v1/models'),
        await fetchIn(page, '/v1/chat/completions', chat),
        await fetchIn(page, '/v1/responses', { ...chat, body: '{"input":"Run rm"}' }),
      ]) {
        expect(answer).toMatch(/^basic 403 .*host_not_allowed/);
      }
      expect(upstream.requests).toEqual([]);
      await page.close();
    },
  );

  it('of another origin reads nothing and runs nothing, by whatever kind of request', async () => {
    const page = await pageOf(`http://evil.test:${cats}`);
    const plain = { method: 'POST', mode: 'no-cors', body: chat.body } as const;
    for (const base of [host.url, `http://localhost:${port}`]) {
      expect(await fetchIn(page, `${base}/v1/models`)).toBe('TypeError: Failed to fetch');
      const url = `${base}/v1/chat/completions`;
      expect(await fetchIn(page, url, chat)).toBe('TypeError: Failed to fetch');
      // A page may send these without asking, and sees no answer.
      expect(await fetchIn(page, url, plain)).toMatch(/^(opaque 0 |TypeError)/);
    }
    expect(upstream.requests).toEqual([]);
    expect(host.host.runs.list()).toEqual([]);
    await page.close();
  });

  it('that the person listed may call: the refusals above are no accident', async () => {
    host.host.settings.update({
      server: { allowedOrigins: [`http://evil.test:${cats}`], extraHosts: ['evil.test'] },
    });
    const page = await pageOf(`http://evil.test:${cats}`);
    expect(await fetchIn(page, `${host.url}/v1/models`)).toMatch(/^cors 200 .*hermes-agent/);
    await page.close();
  });
});
