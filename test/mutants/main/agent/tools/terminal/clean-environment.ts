import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: keys': [
    {
      promise: 'our variables are taken out by their names',
      find: '!own.has(name.toUpperCase()) &&',
      replace: '',
      test: 'test/unit/agent/tools/terminal/clean-environment.test.ts',
      name: 'removes our own keys, whatever their case',
    },
    {
      promise: 'variables that hold a key are taken out, whatever their names',
      find: '!known.some((secret) => value.includes(secret))',
      replace: 'known.length >= 0',
      test: 'test/http/key-hunt.test.ts',
      name: 'in the environment of a command',
    },
  ],
};
