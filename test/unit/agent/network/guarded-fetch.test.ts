import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createAddressGuard,
  type Resolve,
} from '../../../../src/main/agent/network/address-guard.ts';
import {
  createGuardedFetch,
  type GuardedFetch,
} from '../../../../src/main/agent/network/guarded-fetch.ts';
import { serve } from './support.ts';

const { signal } = new AbortController();

function fetcher(allowPrivate: boolean, resolve?: Resolve): GuardedFetch {
  const guarded = createGuardedFetch(createAddressGuard(() => allowPrivate, resolve));
  onTestFinished(() => guarded.close());
  return guarded;
}

const loopback: Resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);

describe('guarded fetch', () => {
  it('fetches and tells type, charset and final address', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/new' }).end();
      else response.writeHead(200, { 'content-type': 'Text/HTML; charset="UTF-8"' }).end('hello');
    });
    const fetched = await fetcher(true).fetch(`http://127.0.0.1:${port}/old`, { signal });
    expect(fetched).toMatchObject({
      url: `http://127.0.0.1:${port}/new`,
      status: 200,
      contentType: 'text/html',
      charset: 'UTF-8',
      truncated: false,
    });
    expect(Buffer.from(fetched.body).toString()).toBe('hello');
  });

  it.each([
    '127.0.0.1',
    'localhost',
    '0x7f.1',
    '2130706433',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ])('refuses this computer as %s, and never connects', async (host) => {
    let requests = 0;
    const port = await serve((_, response) => {
      requests += 1;
      response.end();
    });
    await expect(fetcher(false).fetch(`http://${host}:${port}/`, { signal })).rejects.toThrow(
      /this computer or the local network/,
    );
    expect(requests).toBe(0);
  });

  it('refuses a name that stands for a private address', async () => {
    const port = await serve((_, response) => response.end());
    const guarded = fetcher(false, loopback);
    await expect(guarded.fetch(`http://innocent.test:${port}/`, { signal })).rejects.toThrow(
      /innocent\.test \(127\.0\.0\.1\)/,
    );
  });

  it('refuses a name of which only one address is private', async () => {
    const guarded = fetcher(false, () =>
      Promise.resolve([
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ]),
    );
    await expect(guarded.fetch('http://mixed.test/', { signal })).rejects.toThrow(/10\.0\.0\.1/);
  });

  it('refuses the metadata service even where private addresses are allowed', async () => {
    await expect(
      fetcher(true).fetch('http://169.254.169.254/latest/meta-data/', { signal }),
    ).rejects.toThrow(/never reach/);
  });

  it('refuses a redirect to where it must not go', async () => {
    const port = await serve((_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    );
    await expect(fetcher(true).fetch(`http://127.0.0.1:${port}/`, { signal })).rejects.toThrow(
      /169\.254\.169\.254/,
    );
  });

  it('refuses a redirect to a name that stands for where it must not go', async () => {
    const port = await serve((_, response) =>
      response.writeHead(302, { location: 'http://inner.test/latest/meta-data' }).end(),
    );
    const asked: string[] = [];
    const guarded = fetcher(true, (name) => {
      asked.push(name);
      return Promise.resolve([{ address: '169.254.169.254', family: 4 }]);
    });
    await expect(guarded.fetch(`http://127.0.0.1:${port}/`, { signal })).rejects.toThrow(
      /inner\.test \(169\.254\.169\.254\) is an address that web tools never reach/,
    );
    expect(asked).toEqual(['inner.test']);
  });

  it('connects to the address that was checked, when the name changes its meaning', async () => {
    const port = await serve((_, response) => response.end('checked'));
    const answers = ['127.0.0.1', '169.254.169.254'];
    const asked: string[] = [];
    const guarded = fetcher(true, () => {
      const address = answers[Math.min(asked.length, 1)]!;
      asked.push(address);
      return Promise.resolve([{ address, family: 4 }]);
    });
    const { body } = await guarded.fetch(`http://rebinding.test:${port}/`, { signal });
    expect(Buffer.from(body).toString()).toBe('checked');
    expect(asked).toEqual(['127.0.0.1']);
  });

  it.each([
    'file:///etc/passwd',
    'ftp://example.com/',
    'data:text/plain,x',
    'nonsense',
    'http://a:b@example.com/',
  ])('refuses %s', async (url) => {
    await expect(fetcher(true).fetch(url, { signal })).rejects.toThrow(/http|password/);
  });

  it('stops reading at the limit', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (response.destroyed) return;
        if (response.write(Buffer.alloc(65_536))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    });
    const fetched = await fetcher(true).fetch(`http://127.0.0.1:${port}/`, {
      signal,
      maxBytes: 100_000,
    });
    expect(fetched.body.length).toBe(100_000);
    expect(fetched.truncated).toBe(true);
  });

  it('gives up on a server that never answers', async () => {
    const port = await serve(() => undefined);
    await expect(
      fetcher(true).fetch(`http://127.0.0.1:${port}/`, { signal, timeoutMs: 100 }),
    ).rejects.toThrow(/did not answer within/);
  });

  it('ends with the signal’s reason when aborted', async () => {
    const port = await serve(() => undefined);
    const abort = new AbortController();
    const pending = fetcher(true).fetch(`http://127.0.0.1:${port}/`, { signal: abort.signal });
    await delay(0);
    abort.abort(new Error('stopped by a person'));
    await expect(pending).rejects.toThrow('stopped by a person');
  });
});
