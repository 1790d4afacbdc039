import { z } from 'zod';
import type { McpLimits } from '../mcp-limits.ts';

/** What a server says of a tool's effects, read so that what cannot be read is dangerous. */
export interface McpToolHints {
  title?: string;
  /** It may destroy things: said by the server, or said in a way that nobody understands. */
  destructive: boolean;
  /** A second call with the same arguments does no more than the first. */
  repeatable: boolean;
}

/** A name or text that a server gives; anything else counts as not given. */
const text = z.string().optional().catch(undefined);

/** A tool as its server describes it. Read leniently: one bad tool must not cost the others. */
const toolDefinition = (limits: Pick<McpLimits, 'schema'>) =>
  z.object({
    name: z.string().min(1).max(256),
    title: text,
    description: z.string().catch('').default(''),
    inputSchema: z
      .looseObject({})
      .transform((schema) => objectSchema(schema, limits.schema))
      .catch({ type: 'object' })
      .default({ type: 'object' }),
    annotations: z.unknown().optional().transform(hintsOf),
  });
/** A tool of a server, and what it says of it. */
export type McpToolDefinition = z.output<ReturnType<typeof toolDefinition>>;

/** Reads one entry of a tool list; undefined for what is no tool. */
export function readToolDefinition(
  entry: unknown,
  limits: Pick<McpLimits, 'schema'>,
): McpToolDefinition | undefined {
  return toolDefinition(limits).safeParse(entry).data;
}

function hintsOf(annotations: unknown): McpToolHints {
  const absent = annotations === undefined || annotations === null;
  const hints = z.looseObject({}).safeParse(annotations).data;
  // Some servers write names as their language does.
  const hint = (name: string): unknown =>
    Object.entries(hints ?? {}).find(
      ([key, value]) =>
        key.replaceAll('_', '').toLowerCase() === name && value !== null && value !== undefined,
    )?.[1];
  const destructive = hint('destructivehint');
  const unreadable = !absent && !hints;
  return {
    title: text.parse(hints?.title),
    destructive: unreadable || (destructive !== undefined && destructive !== false),
    repeatable: hint('readonlyhint') === true || hint('idempotenthint') === true,
  };
}

/** Keywords of JSON Schema in which `null` is a value. */
const valueKeywords = new Set(['default', 'const', 'enum', 'examples', 'example']);
const plain = { type: 'object' };

/**
 * A schema for a tool's arguments without the keywords that are `null`; plain where it describes no
 * object or is too long. It goes to the model with every call.
 */
function objectSchema(
  schema: Record<string, unknown>,
  mostCharacters: number,
): Record<string, unknown> {
  if (!isShort(schema, mostCharacters)) return plain;
  const clean = withoutNulls(schema) as Record<string, unknown>;
  const type = clean.type ?? 'object';
  return type === 'object' ? { ...clean, type } : plain;
}

function withoutNulls(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.filter((item) => item !== null).map(withoutNulls);
  const entries = Object.entries(schema).flatMap(([keyword, value]) => {
    if (valueKeywords.has(keyword)) return [[keyword, value] as const];
    return value === null ? [] : [[keyword, withoutNulls(value)] as const];
  });
  return Object.fromEntries(entries);
}

/** Whether a schema is short enough; one that is nested too deeply to be written as JSON is not. */
function isShort(schema: object, mostCharacters: number): boolean {
  try {
    return JSON.stringify(schema).length <= mostCharacters;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
