/** The database failed. Its message is fit for the person. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** libSQL's code, `SQLITE_FULL` or `SERVER_ERROR` say, or one of ours: `STORE_CLOSED`, `NEWER_SCHEMA`. */
  readonly code: string;

  constructor(message: string, fields: { code: string; cause?: unknown }) {
    super(message, { cause: fields.cause });
    this.code = fields.code;
  }
}

const explanations: Record<string, string> = {
  SQLITE_FULL: 'the disk is full. Free some space and ask again',
  SQLITE_READONLY: 'the file cannot be written. Check the rights of the data folder',
  SQLITE_CANTOPEN: 'the file cannot be opened. Check the rights of the data folder',
  SQLITE_PERM: 'the file cannot be accessed. Check the rights of the data folder',
  SQLITE_BUSY: 'another program keeps the database locked',
  SQLITE_IOERR:
    'the disk cannot be read or written. Check whether it has failed or has become read-only',
};

/**
 * What a failed statement means for the person.
 * @param location the database file or server
 */
export function describeFailure(code: string, message: string, location: string): string {
  return `The store of responses (${location}) failed: ${explanations[code] ?? message}.`;
}
