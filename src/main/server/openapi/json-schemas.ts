import { z } from 'zod';
import type { ShortForm } from '../requests/schemas/short-form.ts';

/** A JSON Schema, draft 2020-12, as OpenAPI 3.1 uses it. */
export type JsonSchema = Record<string, unknown>;

/**
 * Schemas as components of the document: what has a name stands once and is referred to elsewhere.
 * What they say is what may be sent, so what is added to answers later breaks no client.
 */
export function componentSchemas(schemas: Record<string, z.ZodType>): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const converted = z.toJSONSchema(registry, {
    io: 'input',
    unrepresentable: 'any',
    uri: schemaRef,
    override,
  });
  return Object.fromEntries(
    Object.entries(converted.schemas).map(([id, schema]) => [id, bare(schema)]),
  );
}

/** A schema that stands where it is used. */
export function inlineSchema(schema: z.core.$ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override }));
}

/** Where the schema of this name stands. */
export function schemaRef(id: string): string {
  return `#/components/schemas/${id}`;
}

/** Without what only a document of its own needs. */
function bare({ $schema: _schema, $id: _id, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

/** Tells the short forms of what may be sent in a long and in a short one. */
function override({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  const { shortForms, ...long } = jsonSchema as { shortForms?: readonly ShortForm[] };
  if (!shortForms) return;
  for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
  jsonSchema['anyOf'] = [
    ...shortForms.map((form) => (typeof form === 'string' ? { type: form } : form)),
    long,
  ];
}
