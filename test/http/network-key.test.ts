import { afterEach, describe, expect, it } from 'vitest';
import { startTestHost, type TestHost } from '../support/test-host.ts';

let host: TestHost;
afterEach(() => host.close());

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
