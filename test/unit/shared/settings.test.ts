import { expect, test } from 'vitest';
import {
  agentSettings,
  settingsPatchSchema,
  settingsSchema,
  settingsSections,
  type SettingsPatch,
} from '../../../src/shared/settings.ts';

test('every setting has a default and a description for the window', () => {
  expect(Object.keys(settingsSchema.parse({}))).toEqual(
    expect.arrayContaining(Object.keys(settingsSections)),
  );
  for (const [section, schema] of Object.entries(settingsSections)) {
    for (const [field, fieldSchema] of Object.entries(schema.shape)) {
      expect(fieldSchema.description, `${section}.${field}`).toMatch(/\w.*\.$/);
    }
  }
});

test('what the API promises where nothing else is set', () => {
  const { server, streaming } = settingsSchema.parse({});
  expect(server).toMatchObject({ keepaliveSeconds: 10, disconnectGraceSeconds: 0 });
  expect(streaming).toMatchObject({
    enabled: true,
    apiServer: 'follow',
    toolActivity: 'reasoning',
  });
});

test('parsing a patch fills nothing in', () => {
  expect(settingsPatchSchema.parse({})).toEqual({});
  expect(settingsPatchSchema.parse({ server: { port: 1 }, agent: {} })).toEqual({
    server: { port: 1 },
    agent: {},
  });
});

test('a patch may put a field back by leaving it undefined', () => {
  const patch: SettingsPatch = { agent: { approvals: undefined } };
  expect(Object.keys(settingsPatchSchema.parse(patch).agent ?? {})).toEqual(['approvals']);
});

test.each([{ sever: {} }, { server: { prot: 1 } }, { server: { port: '1' } }, { server: null }])(
  'the patch %j is refused',
  (patch) => {
    expect(settingsPatchSchema.safeParse(patch).success).toBe(false);
  },
);

test.each(['', '~', '~/agent', '/srv/agent', 'C:\\agent', 'd:/agent', '\\\\server\\share'])(
  'the workspace may be %j',
  (workspace) => {
    expect(agentSettings.safeParse({ workspace }).success).toBe(true);
  },
);

test.each(['agent', './agent', '../agent', 'C:agent'])(
  'the workspace may not be %j',
  (workspace) => {
    expect(agentSettings.safeParse({ workspace }).error?.issues[0]?.message).toMatch(/full path/);
  },
);
