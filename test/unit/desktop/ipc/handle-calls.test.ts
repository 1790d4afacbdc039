import { expect, test } from 'vitest';
import { handleCalls, type CallHandlers } from '../../../../src/main/desktop/ipc/handle-calls.ts';
import { isTrustedSender } from '../../../../src/main/desktop/ipc/trusted-sender.ts';
import { SettingsError } from '../../../../src/main/settings/settings-error.ts';
import { callNames, channelOf, type CallName } from '../../../../src/shared/ipc-names.ts';
import { ipcCalls } from '../../../../src/shared/ipc.ts';

type Listener = (event: unknown, input: unknown) => Promise<unknown>;

const frame = (url: string) => ({ url });
const own = frame('hermes-tray://app/index.html');
const eventFrom = (senderFrame: object | null, mainFrame: object | null = senderFrame) =>
  ({ senderFrame, sender: { mainFrame } }) as never;

/** The handlers as the main process would have them, and what they were given. */
function connected(handlers: Partial<CallHandlers> = {}) {
  const listeners = new Map<string, Listener>();
  const given: unknown[] = [];
  const record = Object.fromEntries(
    callNames.map((name) => [name, (input: unknown) => void given.push(input)]),
  );
  const logged: string[] = [];
  handleCalls(
    { handle: (channel: string, listener: Listener) => listeners.set(channel, listener) } as never,
    { ...record, ...handlers } as unknown as CallHandlers,
    { warn: (message: string) => logged.push(message) } as never,
  );
  const call = (name: CallName, input?: unknown, event: unknown = eventFrom(own)) =>
    listeners.get(channelOf('call', name))!(event, input);
  return { call, given, logged, listeners };
}

test('every call of the contract has one channel, and nothing else has', () => {
  const { listeners } = connected();
  expect([...listeners.keys()].toSorted()).toEqual(
    Object.keys(ipcCalls)
      .map((name) => `hermes:call:${name}`)
      .toSorted(),
  );
});

test('the top frame of our own page may call', async () => {
  const { call, given } = connected();
  expect(await call('revealSecret', { name: 'apiKey' })).toEqual({ ok: true, value: undefined });
  expect(given).toEqual([{ name: 'apiKey' }]);
});

test.each([
  ['a frame within our page', eventFrom(frame('hermes-tray://app/index.html'), own)],
  ['a page from the web', eventFrom(frame('https://evil.example/'))],
  ['a page whose address only begins like ours', eventFrom(frame('hermes-tray://app.evil/x'))],
  ['another host of our scheme', eventFrom(frame('hermes-tray://other/index.html'))],
  ['a frame that has gone', eventFrom(null, own)],
])('%s may not', async (_name, event) => {
  expect(isTrustedSender(event)).toBe(false);
  const { call, given, logged } = connected();
  expect(await call('revealSecret', { name: 'apiKey' }, event)).toMatchObject({ ok: false });
  expect(given).toEqual([]);
  expect(logged).toHaveLength(1);
});

test('input that breaks the contract never reaches the handler', async () => {
  const { call, given } = connected();
  const answer = await call('updateSettings', { server: { port: 70_000 } });
  expect(answer).toEqual({
    ok: false,
    error: {
      message: 'The input is not valid.',
      issues: [{ path: 'server.port', message: 'Port must be between 0 and 65535' }],
    },
  });
  expect(given).toEqual([]);
});

test('what a handler throws becomes a message, with the fields of settings errors', async () => {
  const { call } = connected({
    startServer: () => Promise.reject(new Error('Port 8642 is in use.')),
    updateSettings: () => {
      throw new SettingsError([{ path: 'server.host', message: 'needs a key' }]);
    },
  });
  expect(await call('startServer')).toEqual({
    ok: false,
    error: { message: 'Port 8642 is in use.', issues: [] },
  });
  expect(await call('updateSettings', {})).toMatchObject({
    error: { issues: [{ path: 'server.host', message: 'needs a key' }] },
  });
});
