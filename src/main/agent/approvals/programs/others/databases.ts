import { isKnown, unknown, withoutUnknown } from '../../shell/words/text.ts';
import { escapes, named } from '../row/kit.ts';
import { operands, optionValues } from '../row/options.ts';
import { rows, type Call, type Program } from '../row/program.ts';

/** Statements that delete: of SQL, and of other languages of databases. */
const deletes =
  /\b(drop\s+(table|database|schema|view|index|column|user|role|collection|keyspace|type|function|trigger|sequence|materialized|owned|extension|stream|topic|constraint|if)\b|truncate\b|delete\s+from\b|delete\s+\w+\s+from\b|alter\s+table\b[^;]*\bdrop\b|detach\s+delete\b|drop\s+\w+)/i;
const deletesElsewhere =
  /\b(flush(all|db)\b|dropdatabase\s*\(|\.drop\s*\(|delete(many|one)\s*\(|remove\s*\(|findoneanddelete\s*\(|drop(index|user|role|collection)\w*\s*\(|dropalluser|^\s*(del|unlink)\s|\bkeys\b.*\bdel\b|script\s+flush|config\s+set\s+dir|debug\s+(reload|segfault)|shutdown\b)/im;

/** SQL without its strings and comments, in which words mean nothing. */
function statements(sql: string): string {
  return sql
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/'(?:[^']|'')*'/g, "''");
}

/** Looks into what a database is told, however it is told. */
function tell(text: string, call: Call): void {
  const { follower } = call;
  const sql = statements(text);
  if (deletes.test(sql) || deletesElsewhere.test(sql)) follower.report('database');
  else if (!isKnown(sql) && deletes.test(withoutUnknown(sql).replaceAll(/\s+/g, ' '))) {
    follower.report('database');
  } else if (text.trim() === unknown) {
    follower.report('database', undefined, 'tells a database what is only known at run time');
  }
}

interface Client {
  names: string;
  /** Options with statements. */
  letters?: string;
  long?: string[];
  /** Options with a file of statements. */
  fileLetters?: string;
  fileLong?: string[];
  /** Options with other values. */
  valued?: string;
  valuedLong?: string[];
  /** Operands that are statements come after so many others; left out: none are. */
  after?: number;
  /** What leads from its language to a shell. */
  shell?: RegExp;
  /** What leads from its language to a file that is written. */
  file?: RegExp;
  more?: Partial<Program>;
}

function client(spec: Client): Program {
  const { letters = '', long = [], fileLetters = '', fileLong = [], after } = spec;
  const options = {
    valued: letters + fileLetters + (spec.valued ?? ''),
    long: [...long, ...fileLong, ...(spec.valuedLong ?? [])],
  };
  return {
    names: spec.names.split(' '),
    ...options,
    reads: (args) => [
      ...optionValues(args, fileLetters, fileLong),
      // The database itself may be a file.
      ...operands(args, options).slice(0, 1),
      // Queries may read files, named in quotes.
      ...args.flatMap((word) => word.match(/(?<=['"])[^'"]*\/[^'"]*(?=['"])/g) ?? []),
    ],
    writes: (args) =>
      spec.file
        ? args.flatMap((word) => spec.file!.exec(word)?.slice(1).filter(Boolean) ?? [])
        : [],
    runsInput: true,
    follows(call) {
      const { args, input, follower } = call;
      const said = [
        ...optionValues(args, letters, long),
        ...(after === undefined ? [] : operands(args, options).slice(after)),
      ];
      if (said.length > 0) for (const text of said) tell(text, call);
      const files = optionValues(args, fileLetters, fileLong);
      for (const file of files) {
        if (file === '-') continue;
        for (const place of follower.resolve(file)) {
          const text = follower.content(place);
          if (text !== undefined) tell(text, call);
        }
      }
      if (input && (said.length === 0 || files.includes('-'))) tell(input(), call);
      const included = /(?:\\i\w*|\.read|^\s*source|@)\s*([^\s;'"]+)/im;
      for (const text of [...said, ...(input ? [input()] : [])]) {
        const file = included.exec(text)?.[1];
        if (file === undefined) continue;
        for (const place of follower.resolve(file)) {
          const content = follower.content(place);
          if (content !== undefined) tell(content, call);
        }
      }
      if (spec.shell) escapes(spec.shell)({ ...call, args: said.length > 0 ? said : args });
      return undefined;
    },
    ...spec.more,
  };
}

/** Programs that talk to databases. */
export const databases = rows(
  client({
    names: 'psql pgcli cockroach usql',
    letters: 'ce',
    long: ['command', 'execute'],
    fileLetters: 'f',
    fileLong: ['file'],
    valued: 'dhpUvFRTPLo',
    valuedLong: ['dbname', 'host', 'port', 'username', 'set', 'variable', 'output'],
    shell: /(?:\\!|\\copy.*\bprogram|copy\b.*\bprogram)\s*['"]?([^'"]+)/i,
    file: /\\(?:o|w|g|copy.*\bto)\s+'?([^\s'|]+)/,
  }),
  client({
    names: 'mysql mariadb mycli mysqlsh mariadb-admin',
    letters: 'e',
    long: ['execute', 'init-command', 'sql', 'execute'],
    fileLetters: 'f',
    fileLong: ['file'],
    valued: 'uhPDS',
    valuedLong: ['user', 'host', 'port', 'database', 'password'],
    shell: /\\!\s*(.+)|\bsystem\s+(.+)/,
    file: /into\s+(?:out|dump)file\s+['"]([^'"]+)|\\T\s+(\S+)|\btee\s+(\S+)/i,
  }),
  client({
    names: 'sqlite3 sqlite litecli sqlcipher sqlite-utils',
    letters: '',
    long: ['cmd'],
    valuedLong: ['init', 'separator', 'nullvalue', 'newline'],
    after: 1,
    shell:
      /\.(?:shell|system)\s+(.+)|\.(?:once|output|import)\s+['"]?\|(.+)|edit\([^,]*,\s*'([^']+)/,
    file: /\.(?:once|output|backup|save|dump|log|clone|excel)\s+([^\s|'"]+)|writefile\(\s*'([^']+)|into\s+'([^']+)/i,
  }),
  client({
    names: 'duckdb',
    letters: 'cs',
    long: ['cmd'],
    after: 1,
    shell: /\.(?:shell|system)\s+(.+)/,
    file: /copy\b.*\bto\s+'([^']+)|\.(?:output|once)\s+(\S+)|export\s+database\s+'([^']+)/i,
  }),
  client({
    names: 'sqlcmd mssql-cli go-sqlcmd tsql isql isql-fb bsqldb',
    letters: 'qQ',
    long: ['query', 'initial-query'],
    fileLetters: 'i',
    fileLong: ['input-file'],
    valued: 'SUPdbHop',
  }),
  client({ names: 'sqlplus sql sqlcl', after: 1, shell: /^\s*(?:host|!)\s*(.+)/im }),
  client({
    names: 'clickhouse clickhouse-client clickhouse-local chc',
    letters: 'q',
    long: ['query', 'queries'],
    fileLong: ['queries-file'],
    valued: 'hud',
  }),
  client({
    names: 'cqlsh',
    letters: 'e',
    long: ['execute'],
    fileLetters: 'f',
    fileLong: ['file'],
    valued: 'ukp',
  }),
  client({
    names: 'snowsql snow',
    letters: 'q',
    long: ['query'],
    fileLetters: 'f',
    fileLong: ['filename'],
  }),
  client({
    names: 'trino presto hive beeline impala-shell spark-sql drill',
    letters: 'eq',
    long: ['execute', 'query'],
    fileLetters: 'f',
    fileLong: ['file', 'query_file'],
    valued: 'unp',
  }),
  client({
    names: 'mongosh mongo',
    long: ['eval'],
    fileLong: ['file'],
    valuedLong: ['host', 'port', 'username', 'password'],
    fileLetters: 'f',
  }),
  client({
    names: 'redis-cli valkey-cli keydb-cli iredis dragonfly-cli',
    valued: 'hpnasu',
    long: ['eval'],
    after: 0,
    valuedLong: ['user', 'pass', 'tls', 'cacert', 'cert', 'key', 'pattern', 'scan'],
  }),
  client({ names: 'cypher-shell', after: 0, valued: 'aupdf', fileLetters: 'f' }),
  client({ names: 'influx influx3 questdb-cli', after: 0, letters: 'e', long: ['execute'] }),
  client({
    names: 'surreal arangosh couchdb-cli',
    after: 0,
    long: ['javascript.execute-string', 'eval'],
  }),
  {
    names: ['dropdb', 'dropuser', 'pg_dropcluster', 'pg_resetwal', 'pg_archivecleanup'],
    risks: [['database', (args) => !/^(--help|--version|-V|-\?)$/.test(args[0] ?? '')]],
    reads: () => [],
  },
  {
    names: ['mysqladmin'],
    risks: [['database', /\b(drop|flush-\w+|shutdown|kill)\b/]],
    reads: () => [],
  },
  {
    names: ['pg_restore'],
    risks: [['database', (args) => args.some((word) => /^(-c|--clean|--create|-C)$/.test(word))]],
  },
  { names: ['mongorestore'], risks: [['database', (args) => args.includes('--drop')]] },
  {
    names: named('pg_dump pg_dumpall mysqldump mariadb-dump mongodump mongoexport pg_basebackup'),
    writes: (args) => optionValues(args, 'fro', ['file', 'result-file', 'out', 'archive']),
    reads: () => [],
  },
  {
    names: named(`
      prisma knex sequelize sequelize-cli typeorm drizzle-kit alembic flyway liquibase
      dbmate goose migrate atlas sqlx diesel rails artisan ecto sqitch django-admin-flush
    `),
    reads: () => [],
    risks: [
      [
        'database',
        /^(migrate (reset|refresh|fresh|down|rollback)|db (push .*--(force-reset|accept-data-loss)|execute)|migrate:(rollback|reset|fresh|refresh)\b.*(--all)?|db:(drop|reset|schema:load|wipe|truncate_all|purge|migrate:reset|migrate:undo:all|setup)|schema:drop|drop\b|database (drop|reset)|clean\b|rollback|dropAll|drop-all|down|reset|downgrade (base|-\d+)|schema clean|migration:revert|ecto\.(drop|reset)|destroy)/,
      ],
    ],
  },
);
