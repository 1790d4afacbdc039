import { expect, test } from 'vitest';
import {
  hiddenValue,
  hideValues,
  restoreValues,
} from '../../../../src/main/desktop/state/hidden-values.ts';
import { settingsSchema } from '../../../../src/shared/settings.ts';

const settings = settingsSchema.parse({
  mcpServers: {
    files: { command: 'npx', args: ['-y', 'files'], env: { TOKEN: 'secret-token' } },
    web: { url: 'https://example.com/mcp', headers: { Authorization: 'Bearer secret-header' } },
  },
});

test('values of MCP headers and variables never reach a window; their names do', () => {
  const shown = hideValues(settings);
  expect(JSON.stringify(shown)).not.toContain('secret');
  expect(shown.mcpServers.files).toMatchObject({ env: { TOKEN: hiddenValue } });
  expect(shown.mcpServers.web).toMatchObject({ headers: { Authorization: hiddenValue } });
  expect(JSON.stringify(settings)).toContain('secret-token');
});

test('what a window sends back hidden is what it was before', () => {
  const shown = hideValues(settings);
  expect(restoreValues({ mcpServers: shown.mcpServers }, settings)).toEqual({
    mcpServers: settings.mcpServers,
  });
});

test('new values are taken, and a hidden value with nothing behind it is left out', () => {
  const patch = {
    mcpServers: {
      files: { ...settings.mcpServers.files!, env: { TOKEN: 'new', OTHER: hiddenValue } },
      stranger: { url: 'https://evil.example', headers: { A: hiddenValue }, disabled: false },
    },
  };
  expect(restoreValues(patch as never, settings).mcpServers).toMatchObject({
    files: { env: { TOKEN: 'new' } },
    stranger: { headers: {} },
  });
});

test('a server that gets another name keeps its hidden values', () => {
  const { web, ...rest } = hideValues(settings).mcpServers;
  const renamed = restoreValues({ mcpServers: { ...rest, site: web! } }, settings);
  expect(renamed.mcpServers).toEqual({
    files: settings.mcpServers.files,
    site: settings.mcpServers.web,
  });
});

test('a patch without MCP servers passes as it is', () => {
  const patch = { server: { port: 1 } };
  expect(restoreValues(patch, settings)).toBe(patch);
});
