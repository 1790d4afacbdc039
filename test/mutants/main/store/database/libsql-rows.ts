import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: store': [
    {
      promise: 'kill -9: a turn is stored as a whole or not at all',
      find: `  const results = await client.batch(
    statements.map(({ sql, args = {} }) => ({ sql, args })),
    mode === 'write' ? 'write' : 'deferred',
  );`,
      replace: `  const results: ResultSet[] = [];
  for (const { sql, args = {} } of statements) results.push(await client.execute({ sql, args }));`,
      test: 'test/unit/store/damage.test.ts',
      name: 'stores a turn as a whole or not at all',
    },
  ],
};
