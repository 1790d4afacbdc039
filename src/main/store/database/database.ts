/** A value as SQLite holds it. */
export type SqlValue = string | number | null;

/** One statement with its named arguments (`:name` in the text). */
export interface Statement {
  sql: string;
  args?: Record<string, SqlValue>;
}

/** A row by its column names. */
export type Row = Record<string, SqlValue>;

/** What the store needs of a database: statements that happen together or not at all. */
export interface Database {
  /** The file's path or the server's address, without credentials. */
  readonly location: string;
  /**
   * Runs statements in one transaction; gives the rows of each. On disk when it resolves.
   * @param mode `write` takes the database's write lock at the start
   * @throws {StoreError}
   */
  transact(mode: 'read' | 'write', statements: Statement[]): Promise<Row[][]>;
  /** Finishes what was begun, then closes. */
  close(): Promise<void>;
}
