import { expect, test } from 'vitest';
import {
  emptyForm,
  fromForm,
  fromJson,
  toForm,
} from '../../../src/renderer/pages/agent/mcp-form.ts';
import type { McpServer } from '../../../src/shared/settings.ts';

const command: McpServer = {
  command: 'npx',
  args: ['-y', 'a server', '--x=1'],
  env: { TOKEN: 'a=b', EMPTY: '' },
  cwd: '/tmp',
  disabled: true,
};
const remote: McpServer = {
  url: 'https://example.com/mcp',
  headers: { Authorization: 'Bearer a:b' },
  disabled: false,
};

test.each([
  ['files', command],
  ['web', remote],
])('%s comes out of the form as it went in', (name, server) => {
  expect(fromForm(toForm(name, server))).toEqual({ servers: { [name]: server } });
});

test.each([
  [{ ...emptyForm, name: 'a b', command: 'x' }, /names are letters/],
  [{ ...emptyForm, name: 'a', command: ' ' }, /command must not be empty/],
  [{ ...emptyForm, name: 'a', kind: 'url', url: 'example.com' } as const, /must start with http/],
])('what is wrong is said in plain words (%#)', (form, message) => {
  expect(fromForm(form)).toEqual({ error: expect.stringMatching(message) as string });
});

test('the usual JSON is taken, with and without its outer object', () => {
  const inner = '{"files":{"command":"npx","args":["x"]}}';
  const expected = {
    servers: { files: { command: 'npx', args: ['x'], env: {}, disabled: false } },
  };
  expect(fromJson(inner)).toEqual(expected);
  expect(fromJson(`{"mcpServers":${inner}}`)).toEqual(expected);
});

test.each([
  ['{', /not valid JSON/],
  ['{}', /no server/],
  ['{"a":{}}', /command or a URL/],
])('%s is refused', (text, message) => {
  expect(fromJson(text)).toEqual({ error: expect.stringMatching(message) as string });
});
