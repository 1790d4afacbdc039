import { expect, test } from 'vitest';
import { serverView } from '../../../../src/main/desktop/state/server-view.ts';
import type { ServerState } from '../../../../src/main/server/listening/server-control.ts';
import { settingsSchema } from '../../../../src/shared/settings.ts';

const settings = settingsSchema.parse({}).server;
const addresses = ['192.168.1.5', '10.0.0.2'];

/** A server that listens there, on this computer only unless told otherwise. */
const listening = (host: string, port: number, boundToNetwork = false) => ({
  state: { status: 'running', host, port, url: `http://127.0.0.1:${port}` } as const,
  boundToNetwork,
});
const silent = (state: ServerState) => ({ state, boundToNetwork: false });

test('a server that listens on this computer only has no network address', () => {
  expect(serverView(listening('127.0.0.1', 5000), settings, addresses)).toEqual({
    state: 'running',
    host: '127.0.0.1',
    address: '127.0.0.1:5000',
    baseUrl: 'http://127.0.0.1:5000/v1',
    onNetwork: false,
    networkUrls: [],
    problem: null,
  });
});

test('a server that listens everywhere is reached under every address of this computer', () => {
  expect(serverView(listening('0.0.0.0', 5000, true), settings, addresses).networkUrls).toEqual([
    'http://192.168.1.5:5000/v1',
    'http://10.0.0.2:5000/v1',
  ]);
});

test('a server on one address of the network is reached under that', () => {
  expect(serverView(listening('100.64.0.7', 1, true), settings, addresses).networkUrls).toEqual([
    'http://100.64.0.7:1/v1',
  ]);
});

test('a stopped server shows where it would listen, in the address that clients can use', () => {
  const stopped = silent({ status: 'stopped' });
  expect(serverView(stopped, { ...settings, host: '0.0.0.0' }, addresses)).toMatchObject({
    state: 'stopped',
    address: '0.0.0.0:8642',
    baseUrl: 'http://127.0.0.1:8642/v1',
    networkUrls: [],
  });
});

test.each(['::1', '[::1]'])('the host %s stands in brackets before its port', (host) => {
  expect(serverView(silent({ status: 'stopped' }), { ...settings, host }, [])).toMatchObject({
    address: '[::1]:8642',
    baseUrl: 'http://[::1]:8642/v1',
  });
});

test('a taken port is told apart from other problems', () => {
  const taken = { code: 'port_in_use', message: 'Port 8642 is in use.', port: 8642 } as const;
  expect(serverView(silent({ status: 'error', error: taken }), settings, []).problem).toEqual({
    message: 'Port 8642 is in use.',
    takenPort: 8642,
  });
  const other = { code: 'key_required', message: 'A key is needed.' } as const;
  expect(serverView(silent({ status: 'error', error: other }), settings, []).problem).toEqual({
    message: 'A key is needed.',
    takenPort: null,
  });
});

test('what the server has found out counts, whatever its host is called', () => {
  const local = serverView(listening('this-computer', 1), settings, addresses);
  expect(local).toMatchObject({ onNetwork: false, networkUrls: [] });
  const vpn = serverView(listening('desk.vpn', 1, true), settings, addresses);
  expect(vpn).toMatchObject({ onNetwork: true, networkUrls: ['http://desk.vpn:1/v1'] });
});

test('a server that listens everywhere is on the network even while there is none', () => {
  expect(serverView(listening('0.0.0.0', 1, true), settings, [])).toMatchObject({
    onNetwork: true,
    networkUrls: [],
  });
});

test('a server that is being turned off is on the network no more', () => {
  const state = { ...listening('0.0.0.0', 1).state, status: 'stopping' } as const;
  expect(serverView({ state, boundToNetwork: true }, settings, addresses)).toMatchObject({
    onNetwork: false,
    networkUrls: [],
  });
});
