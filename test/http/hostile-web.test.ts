import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/** Where a model that was talked into it would have the host go: to this computer, its networks, its cloud. */

let upstream: ScriptedUpstream;
let host: TestHost;
let inner: Server;
let port = 0;
let hits = 0;
beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream({
    settings: { agent: { approvals: 'allow' } },
  }));
  // On every address of this computer, also by IPv6 where there is one.
  inner = createServer((_, response) => {
    hits += 1;
    response.end('for this computer only');
  }).listen(0);
  await once(inner, 'listening');
  ({ port } = inner.address() as AddressInfo);
});
afterAll(async () => {
  inner.close();
  await closeBoth({ host, upstream });
});

async function extract(urls: string[]): Promise<string> {
  const before = upstream.requests.length;
  upstream.reply({ toolCalls: [{ name: 'web_extract', arguments: { urls } }] }, { text: 'done' });
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'read' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
  return upstream.requests[before + 1]!.body.messages.at(-1)!.content as string;
}

describe('web_extract, as it is set up at first,', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '１２７.０.０.１',
    '①②⑦.⓪.⓪.①',
    '%31%32%37.0.0.1',
    '127。0。0。1',
    '0',
    '0.0.0.0',
    '127.255.255.254',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '[fd00::1]',
  ])('does not reach this computer or its networks as %s', async (name) => {
    expect(await extract([`http://${name}:${port}/`])).toMatch(
      /is an address (of this computer or the local network|that web tools never reach)|There is no server named/,
    );
    expect(hits).toBe(0);
  });

  it.each([
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::a9fe:a9fe]',
    '[fe80::a9fe:a9fe]',
    '[fd00:ec2::254]',
    '100.100.100.200',
    '168.63.129.16',
  ])(
    'does not reach the metadata service as %s, also when private addresses are allowed',
    async (name) => {
      host.host.settings.update({ agent: { allowPrivateAddresses: true } });
      try {
        expect(await extract([`http://${name}/latest/meta-data/`])).toContain(
          'is an address that web tools never reach',
        );
      } finally {
        host.host.settings.update({ agent: { allowPrivateAddresses: false } });
      }
    },
  );

  it('does not reach our own API', async () => {
    expect(await extract([`${host.url}/health`])).toContain(
      'of this computer or the local network',
    );
  });

  it('reaches this computer when it is allowed: the refusals above are no accident', async () => {
    host.host.settings.update({ agent: { allowPrivateAddresses: true } });
    expect(await extract([`http://127.0.0.1:${port}/`])).toContain('for this computer only');
    expect(hits).toBe(1);
  });
});
