import type { SqlValue, Statement } from './database/database.ts';

/** A statement on its way to the store's thread: a long text travels as its UTF-8. */
export interface SentStatement {
  sql: string;
  args?: Record<string, SqlValue | Uint8Array>;
}

/** A text that takes long to copy into a message, in characters. Bytes are handed over, not copied. */
const longText = 2 ** 20;

/** The statements as they are sent, and the memory that goes with them. */
export function packed(statements: readonly Statement[]): {
  statements: SentStatement[];
  handedOver: ArrayBuffer[];
} {
  const handedOver: ArrayBuffer[] = [];
  const pack = (value: SqlValue): SqlValue | Uint8Array => {
    if (typeof value !== 'string' || value.length < longText) return value;
    const bytes = Buffer.from(value);
    handedOver.push(bytes.buffer);
    return bytes;
  };
  return { statements: statements.map((statement) => withArgs(statement, pack)), handedOver };
}

/** The statements as they were before they were sent. */
export function unpacked(statements: readonly SentStatement[]): Statement[] {
  // A byte order mark is part of the text.
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  const unpack = (value: SqlValue | Uint8Array): SqlValue =>
    value instanceof Uint8Array ? utf8.decode(value) : value;
  return statements.map((statement) => withArgs(statement, unpack));
}

function withArgs<From, To>(
  { sql, args }: { sql: string; args?: Record<string, From> },
  change: (value: From) => To,
): { sql: string; args?: Record<string, To> } {
  if (!args) return { sql };
  const changed = Object.entries(args).map(([name, value]) => [name, change(value)] as const);
  return { sql, args: Object.fromEntries(changed) };
}
