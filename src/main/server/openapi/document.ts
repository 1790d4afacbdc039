import { type ErrorCode, errorCodes } from '../errors/error-codes.ts';
import { answerSchemas } from './answer-schemas.ts';
import { componentSchemas, inlineSchema, type JsonSchema, schemaRef } from './json-schemas.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { requestSchemas } from './request-schemas.ts';

/** The errors that every operation may answer. */
const commonErrors = [
  'host_not_allowed',
  'origin_not_allowed',
  'internal_error',
  'server_stopping',
] as const satisfies readonly ErrorCode[];

/**
 * The OpenAPI 3.1 document of the API: requests from the schemas that check them, answers and errors
 * described. Pure; takes some milliseconds.
 * @param version of Hermes Tray
 */
export function openApiDocument(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    (paths[operation.path] ??= {})[operation.method] = describeOperation(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hermes Tray',
      version,
      description:
        'An agent on your computer behind an OpenAI-compatible API. The paths answer with and without /v1.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/v1' }],
    security: [{ bearer: [] }, { apiKey: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
      headers: {
        RequestId: {
          description: 'Names the request in the log; the one that was sent, if any.',
          schema: { type: 'string' },
        },
        ShouldRetry: {
          description: 'false where a repetition would run the tools again.',
          schema: { type: 'string', enum: ['false'] },
        },
        RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
      },
      schemas: componentSchemas({ ...requestSchemas(), ...answerSchemas() }),
    },
  };
}

function describeOperation(operation: Operation): Record<string, unknown> {
  const { method, path, summary, description, tag, body, bodyMayBeLeftOut, open } = operation;
  const parameters = parametersOf(operation);
  return {
    operationId: operationId(method, path),
    summary,
    ...(description ? { description } : {}),
    tags: [tag],
    ...(open ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: !bodyMayBeLeftOut,
            content: { 'application/json': { schema: ref(body) } },
          },
        }
      : {}),
    responses: { 200: success(operation), ...failures(operation) },
  };
}

/** `get /runs/{id}/events` as `getRunsIdEvents`. */
function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z]+/).filter(Boolean);
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

function parametersOf({ path, query, headers = {} }: Operation): Record<string, unknown>[] {
  const string = { type: 'string' };
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: string,
    })),
    ...Object.entries(query?.shape ?? {}).map(([name, field]) => ({
      name,
      in: 'query',
      schema: inlineSchema(field),
    })),
    ...Object.entries(headers).map(([name, { description, ...limits }]) => ({
      name,
      in: 'header',
      description,
      schema: { ...string, ...limits },
    })),
  ];
}

function success({ answer, events }: Operation): Record<string, unknown> {
  return {
    description: 'The answer',
    headers: { 'x-request-id': { $ref: '#/components/headers/RequestId' } },
    content: {
      ...(answer
        ? { 'application/json': { schema: answer === 'object' ? { type: 'object' } : ref(answer) } }
        : {}),
      ...(events ? { 'text/event-stream': { schema: eventSchema(events) } } : {}),
    },
  };
}

/**
 * One server-sent event, by its fields: readers of OpenAPI 3.1 take the schema of a stream for that.
 * @param data the name of the schema of the JSON that its data holds
 */
function eventSchema(data: string): JsonSchema {
  const text = { type: 'string' };
  const json = (name: string): JsonSchema => ({
    properties: {
      data: { ...text, contentMediaType: 'application/json', contentSchema: ref(name) },
    },
  });
  return {
    type: 'object',
    properties: { event: text, id: text, data: text },
    required: ['data'],
    anyOf: [json(data), json('Error'), { properties: { data: { const: '[DONE]' } } }],
  };
}

function failures({ errors = [], open }: Operation): Record<string, unknown> {
  const codes: ErrorCode[] = [
    ...(open ? [] : (['invalid_api_key'] as const)),
    ...commonErrors,
    ...errors,
  ];
  const statuses = [...new Set(codes.map((code) => errorCodes[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const meanings = codes
        .filter((code) => errorCodes[code].status === status)
        .map((code) => `\`${code}\`: ${errorCodes[code].meaning}`);
      return [status, failure(status, meanings.join('\n\n'))];
    }),
  );
}

function failure(status: number, description: string): Record<string, unknown> {
  return {
    description,
    headers: {
      'x-request-id': { $ref: '#/components/headers/RequestId' },
      'x-should-retry': { $ref: '#/components/headers/ShouldRetry' },
      ...(status === 429 ? { 'retry-after': { $ref: '#/components/headers/RetryAfter' } } : {}),
    },
    content: { 'application/json': { schema: ref('Error') } },
  };
}

function ref(id: string): JsonSchema {
  return { $ref: schemaRef(id) };
}
