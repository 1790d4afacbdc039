import type { Row } from './database.ts';
import type { SentStatement } from '../long-texts.ts';

/** What the host asks of the store's thread: the statements of one transaction. */
export interface WorkerCall {
  id: number;
  mode: 'read' | 'write';
  statements: SentStatement[];
}

/** What the store's thread says: the outcome of a call, or something the person should know. */
export type WorkerAnswer =
  | { id: number; rows: Row[][] }
  | { id: number; error: { code: string; message: string } }
  | { notice: string };
