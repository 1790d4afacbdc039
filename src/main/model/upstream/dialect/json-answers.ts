import { isRecord } from '../../../../shared/is-record.ts';
import type { ChatMessage } from '../../model.ts';
import type { Fact } from './fact.ts';
import { deleteField, fieldIn, setField } from './fields.ts';
import type { Body } from './body.ts';
import { withContent } from './shapes/content.ts';

/** Where the form of an answer stands: in chat completions, and in the Responses API. */
const formats = ['response_format', 'text.format'] as const;

/** The field in which a body asks for JSON; undefined where it does not. */
export function jsonFieldOf(body: Body): (typeof formats)[number] | undefined {
  return formats.find((field) => {
    const format = fieldIn(body, field);
    return isRecord(format) && format['type'] !== 'text';
  });
}

/**
 * A request for a JSON answer in the form that a service takes. What the form no longer says, the
 * schema above all, is said in the instructions.
 */
export function jsonInWords(body: Body, fact: Extract<Fact, { kind: 'json' | 'say_json' }>): Body {
  const field = jsonFieldOf(body);
  if (!field) return body;
  if (fact.kind === 'say_json') {
    return saysJson(body) ? body : instructed(body, 'Answer in JSON.');
  }
  const format = fieldIn(body, field) as Record<string, unknown>;
  const schema = schemaIn(format);
  switch (fact.as) {
    case 'schema':
      if (format['type'] === 'json_schema') return body;
      setField(body, field, anyObject(field));
      return body;
    case 'object':
      if (format['type'] === 'json_object') return body;
      setField(body, field, { type: 'json_object' });
      return instructed(body, inWords(schema));
    case 'words':
      deleteField(body, field);
      return instructed(body, inWords(schema));
  }
}

function anyObject(field: (typeof formats)[number]): object {
  const named = { name: 'answer', schema: { type: 'object' } };
  return field === 'response_format'
    ? { type: 'json_schema', json_schema: named }
    : { type: 'json_schema', ...named };
}

function schemaIn(format: Record<string, unknown>): unknown {
  const { json_schema: named, schema } = format;
  return isRecord(named) ? named['schema'] : schema;
}

function inWords(schema: unknown): string {
  const what = 'Answer with JSON alone, without a word before or after it';
  return schema === undefined
    ? `${what}: one object.`
    : `${what}, by this JSON schema:\n${JSON.stringify(schema)}`;
}

function saysJson(body: Body): boolean {
  return /json/i.test(JSON.stringify([body['messages'] ?? body['input'], body['instructions']]));
}

/** With a sentence at the end of its instructions. */
function instructed(body: Body, words: string): Body {
  const { messages, instructions } = body;
  if (!Array.isArray(messages)) {
    const before = typeof instructions === 'string' ? `${instructions}\n\n` : '';
    return { ...body, instructions: before + words };
  }
  const [first, ...rest] = messages as ChatMessage[];
  const { content } = first ?? {};
  if (first?.role === 'system' && typeof content === 'string') {
    return { ...body, messages: [withContent(first, `${content}\n\n${words}`), ...rest] };
  }
  return { ...body, messages: [{ role: 'system', content: words }, ...(messages as object[])] };
}
