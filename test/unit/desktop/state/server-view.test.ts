import { expect, test } from 'vitest';
import { serverView } from '../../../../src/main/desktop/state/server-view.ts';
import { settingsSchema } from '../../../../src/shared/settings.ts';

const settings = settingsSchema.parse({}).server;
const addresses = ['192.168.1.5', '10.0.0.2'];

test('a server that listens on this computer only has no network address', () => {
  const state = { status: 'running', host: '127.0.0.1', port: 5000, url: 'http://127.0.0.1:5000' };
  expect(serverView(state as never, settings, addresses)).toEqual({
    state: 'running',
    host: '127.0.0.1',
    port: 5000,
    baseUrl: 'http://127.0.0.1:5000/v1',
    onNetwork: false,
    networkUrls: [],
    problem: null,
  });
});

test('a server that listens everywhere is reached under every address of this computer', () => {
  const state = { status: 'running', host: '0.0.0.0', port: 5000, url: 'http://127.0.0.1:5000' };
  expect(serverView(state as never, settings, addresses).networkUrls).toEqual([
    'http://192.168.1.5:5000/v1',
    'http://10.0.0.2:5000/v1',
  ]);
});

test('a server on one address of the network is reached under that', () => {
  const state = { status: 'running', host: '100.64.0.7', port: 1, url: 'http://100.64.0.7:1' };
  expect(serverView(state as never, settings, addresses).networkUrls).toEqual([
    'http://100.64.0.7:1/v1',
  ]);
});

test('a stopped server shows where it would listen', () => {
  const view = serverView({ status: 'stopped' }, { ...settings, host: '0.0.0.0' }, addresses);
  expect(view).toMatchObject({ state: 'stopped', port: 8642, baseUrl: null, networkUrls: [] });
});

test('a taken port is told apart from other problems', () => {
  const taken = { code: 'port_in_use', message: 'Port 8642 is in use.', port: 8642 } as const;
  expect(serverView({ status: 'error', error: taken }, settings, []).problem).toEqual({
    message: 'Port 8642 is in use.',
    takenPort: 8642,
  });
  const other = { code: 'key_required', message: 'A key is needed.' } as const;
  expect(serverView({ status: 'error', error: other }, settings, []).problem).toEqual({
    message: 'A key is needed.',
    takenPort: null,
  });
});

test.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1', '[::1]'])(
  'nobody else reaches a server on %s',
  (host) => {
    const state = { status: 'running', host, port: 1, url: 'http://127.0.0.1:1' };
    expect(serverView(state as never, settings, addresses)).toMatchObject({
      onNetwork: false,
      networkUrls: [],
    });
  },
);

test('a server that listens everywhere is on the network even while there is none', () => {
  const state = { status: 'running', host: '0.0.0.0', port: 1, url: 'http://127.0.0.1:1' };
  expect(serverView(state as never, settings, [])).toMatchObject({
    onNetwork: true,
    networkUrls: [],
  });
});
