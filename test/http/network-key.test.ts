import { afterEach, describe, expect, it } from 'vitest';
import { startTestHost, type TestHost } from '../support/test-host.ts';

let host: TestHost;
afterEach(() => host.close());

it('a start on the network without a key is refused: it says why, and nothing listens', async () => {
  host = await startTestHost({
    key: null,
    settings: { server: { host: '0.0.0.0', port: 0 } },
    start: false,
  });
  const { server } = host.host;
  await expect(server.start()).rejects.toMatchObject({
    code: 'key_required',
    message: expect.stringMatching(
      /^Listening on 0\.0\.0\.0 would .* no API key is set\. Set a key/,
    ) as string,
  });
  expect(server.state).toMatchObject({ status: 'error', error: { code: 'key_required' } });
  expect(server.state.port).toBeUndefined();
  host.host.secrets.set('apiKey', 'sk-hermes-test-key');
  await server.start();
  expect(server.boundToNetwork).toBe(true);
});

describe('taking the key away', () => {
  it('stops a server that the network reaches, and says why', async () => {
    host = await startTestHost({ settings: { server: { host: '0.0.0.0', port: 0 } } });
    expect(host.host.server.boundToNetwork).toBe(true);
    const stopped = new Promise<void>((resolve) => {
      host.host.server.onChange(({ status }) => status === 'error' && resolve());
    });
    host.host.secrets.set('apiKey', undefined);
    await stopped;
    expect(host.host.server.state.error).toMatchObject({ code: 'key_required' });
  });

  it('leaves a server on this computer as it is, open to all its programs', async () => {
    host = await startTestHost();
    const { url } = host;
    host.host.secrets.set('apiKey', undefined);
    expect((await fetch(`${url}/v1/models`)).status).toBe(200);
    expect(host.url).toBe(url);
  });
});
