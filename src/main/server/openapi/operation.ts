import type { z } from 'zod';
import type { ErrorCode } from '../errors/error-codes.ts';

/** A request header: what it is for, and what it may hold. */
export interface HeaderField {
  description: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
}

/** One method of one path, as the document describes it. */
export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** Below `/v1`: `/runs/{id}`. */
  path: string;
  summary: string;
  description?: string;
  /** What it belongs to. */
  tag:
    | 'Health'
    | 'Models'
    | 'Chat completions'
    | 'Embeddings'
    | 'Responses'
    | 'Conversations'
    | 'Runs'
    | 'Approvals'
    | 'Tasks';
  /** The name of the schema of the request's body. */
  body?: string;
  bodyMayBeLeftOut?: boolean;
  query?: z.ZodObject;
  /** Request headers by name, and what they are for. */
  headers?: Readonly<Record<string, HeaderField>>;
  /** The name of the schema of the JSON it answers; `object` where it is described elsewhere. */
  answer?: string;
  /** The name of the schema of the data of each server-sent event, where it can stream. */
  events?: string;
  /** Beside those that every operation has. */
  errors?: readonly ErrorCode[];
  /** Whether it asks for no key. */
  open?: boolean;
}
