import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyForm,
  fromForm,
  fromJson,
  toForm,
} from '../../../src/renderer/pages/agent/mcp-form.ts';
import { mcpServer, type McpServer } from '../../../src/shared/settings.ts';

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

/** Every server that the schema takes. */
const anyServer = fc.oneof(
  fc.record(
    {
      command: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      args: fc.array(fc.string()),
      env: fc.dictionary(fc.string(), fc.string()),
      cwd: fc.string(),
      disabled: fc.boolean(),
      confined: fc.boolean(),
    },
    { requiredKeys: ['command', 'args', 'env', 'disabled'] },
  ),
  fc.record({
    url: fc.webUrl(),
    headers: fc.dictionary(fc.string(), fc.string()),
    disabled: fc.boolean(),
  }),
);

test('saving without a change changes nothing, whatever the server', () => {
  // A field that the schema gains must be among those tried, so that the form cannot drop it.
  const fields = mcpServer.options.flatMap(({ shape }) => Object.keys(shape));
  const tried = ['command', 'args', 'env', 'cwd', 'disabled', 'confined', 'url', 'headers'];
  expect(tried).toEqual(expect.arrayContaining(fields));
  fc.assert(
    fc.property(anyServer, (server) => {
      const parsed = mcpServer.parse(server);
      expect(fromForm(toForm('files', parsed))).toEqual({ servers: { files: parsed } });
    }),
  );
});

test('what is changed in the form is changed, and the rest stays', () => {
  const outside: McpServer = { ...command, args: ['--name', '', 'two\nlines'], confined: false };
  const changed = { ...toForm('files', outside), command: 'uvx ' };
  expect(fromForm(changed)).toEqual({ servers: { files: { ...outside, command: 'uvx' } } });
  expect(fromForm({ ...toForm('files', outside), confined: true, cwd: '' })).toEqual({
    servers: { files: { ...outside, confined: true, cwd: undefined } },
  });
  expect(fromForm({ ...toForm('web', remote), headers: 'A: b' })).toEqual({
    servers: { web: { ...remote, headers: { A: 'b' } } },
  });
});

test('a server that becomes one of the other kind stays switched off', () => {
  const other = { ...toForm('files', command), kind: 'url' as const, url: 'https://example.com' };
  expect(fromForm(other)).toEqual({
    servers: { files: { url: 'https://example.com', headers: {}, disabled: true } },
  });
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
