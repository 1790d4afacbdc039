import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import {
  createClient,
  LibsqlBatchError,
  type InValue,
  type ResultSet,
} from '@libsql/client/sqlite3';

/** A libSQL server on a free loopback port, over a database in memory. */
export interface LibsqlServer {
  /** `libsql://127.0.0.1:PORT?tls=0&authToken=…` */
  readonly url: string;
  /** Statements run so far, without those that begin and end transactions. */
  readonly statements: readonly string[];
  /** Answers every request with this status from now on; 200 works again. */
  answerWith(status: number): void;
  close(): Promise<void>;
}

type HranaValue =
  { type: 'null' } | { type: 'integer' | 'text'; value: string } | { type: 'float'; value: number };

interface HranaStatement {
  sql?: string;
  sql_id?: number;
  named_args: { name: string; value: HranaValue }[];
}

type HranaRequest =
  | { type: 'store_sql'; sql_id: number; sql: string }
  | { type: 'batch'; batch: { steps: { stmt: HranaStatement }[] } }
  | { type: 'close' | 'close_sql' | 'get_autocommit' };

const token = 'libsql-test-token';

/**
 * Speaks as much of Hrana 2 over HTTP as the libSQL client uses: batches that are one transaction.
 * The database behind it is libSQL itself.
 */
export async function startLibsqlServer(): Promise<LibsqlServer> {
  const database = createClient({ url: 'file::memory:', intMode: 'bigint' });
  const statements: string[] = [];
  let status = 200;

  const runBatch = async (steps: HranaStatement[]): Promise<object> => {
    // The client sends BEGIN first, and COMMIT and ROLLBACK last.
    const inner = steps.slice(1, -2).map(({ sql = '', named_args }) => ({
      sql,
      args: Object.fromEntries(named_args.map(({ name, value }) => [name, decode(value)])),
    }));
    statements.push(...inner.map(({ sql }) => sql));
    const mode = /IMMEDIATE/.test(steps[0]?.sql ?? '') ? 'write' : 'deferred';
    const nothing = encode(undefined);
    try {
      const results = await database.batch(inner, mode);
      return {
        step_results: [nothing, ...results.map(encode), nothing, null],
        step_errors: steps.map(() => null),
      };
    } catch (error) {
      if (!(error instanceof LibsqlBatchError)) throw error;
      const { message, code, statementIndex } = error;
      const failed = statementIndex + 1;
      return {
        step_results: steps.map((_, index) => (index < failed ? nothing : null)),
        step_errors: steps.map((_, index) => (index === failed ? { message, code } : null)),
      };
    }
  };

  const answer = async (requests: HranaRequest[]): Promise<object[]> => {
    const texts = new Map<number, string>();
    const results: object[] = [];
    for (const request of requests) {
      if (request.type === 'store_sql') texts.set(request.sql_id, request.sql);
      const result =
        request.type === 'batch'
          ? await runBatch(
              request.batch.steps.map(({ stmt }) => ({
                ...stmt,
                sql: stmt.sql ?? texts.get(stmt.sql_id ?? -1) ?? '',
              })),
            )
          : undefined;
      results.push({ type: 'ok', response: { type: request.type, result, is_autocommit: true } });
    }
    return results;
  };

  const server = createServer((request, response) => {
    void (async () => {
      const body = (await json(request)) as { requests: HranaRequest[] };
      const allowed = request.headers.authorization === `Bearer ${token}`;
      const code = allowed ? status : 401;
      const results = code === 200 ? await answer(body.requests) : [];
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ baton: null, base_url: null, results }));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `libsql://127.0.0.1:${port}?tls=0&authToken=${token}`,
    statements,
    answerWith(next) {
      status = next;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      database.close();
    },
  };
}

function decode(value: HranaValue): InValue {
  if (value.type === 'null') return null;
  return value.type === 'integer' ? BigInt(value.value) : value.value;
}

function encode(result: ResultSet | undefined): object {
  return {
    cols: (result?.columns ?? []).map((name) => ({ name })),
    rows: (result?.rows ?? []).map((row) =>
      Array.from({ length: row.length }, (_, index): HranaValue => {
        const value = row[index];
        if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
        if (typeof value === 'number') return { type: 'float', value };
        return typeof value === 'string' ? { type: 'text', value } : { type: 'null' };
      }),
    ),
    affected_row_count: result?.rowsAffected ?? 0,
    last_insert_rowid: null,
  };
}
