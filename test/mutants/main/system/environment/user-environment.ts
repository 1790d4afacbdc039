import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/system/environment/user-environment.test.ts';

export const mutants: MutantTable = {
  'The machine a desktop app starts on': [
    {
      promise: 'a terminal has the environment already',
      find: "platform !== 'win32' && !hasTerminal",
      replace: "platform !== 'win32'",
      test,
      name: 'is our own %s',
    },
    {
      promise: 'a first command waits for the environment',
      find: 'if (!wasRead) await (reading ?? begin());',
      replace: 'if (!wasRead) void (reading ?? begin());',
      test,
      name: 'is read once, however many wait for it',
    },
    {
      promise: 'a shell is told none of our secrets',
      find: 'const given = withoutSecrets(own());',
      replace: 'const given = own() as Record<string, string>;',
      test,
      name: 'does not tell the shell our secrets',
    },
    {
      promise: 'a shell that is none is replaced by another',
      find: '/\\/(nologin|false|true)$/.test(wanted)',
      replace: 'wanted.length === 0',
      test,
      name: 'comes from bash where the shell is',
    },
  ],
};
