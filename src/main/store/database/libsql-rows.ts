import type { Client, ResultSet } from '@libsql/client';
import type { Row, Statement } from './database.ts';

/** Runs statements in one transaction of a libSQL client; gives the rows of each as plain objects. */
export async function runBatch(
  client: Client,
  mode: 'read' | 'write',
  statements: Statement[],
): Promise<Row[][]> {
  const results = await client.batch(
    statements.map(({ sql, args = {} }) => ({ sql, args })),
    mode === 'write' ? 'write' : 'deferred',
  );
  return results.map(plainRows);
}

function plainRows(result: ResultSet): Row[] {
  // The spread leaves the numeric accessors behind, so that rows can be sent between threads.
  return result.rows.map((row) => ({ ...row }) as Row);
}
