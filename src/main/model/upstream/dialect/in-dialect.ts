import type { ChatMessage } from '../../model.ts';
import { without, type Body } from './body.ts';
import type { Dialect, Fact } from './fact.ts';
import { deleteField, fieldIn, setField } from './fields.ts';
import { jsonInWords } from './json-answers.ts';
import { reshape } from './reshape.ts';

/** From the least to the most. */
const ladders: readonly (readonly string[])[] = [
  ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
];

/**
 * A request as a service takes it: what it does not take left out, renamed, lowered or reshaped. Where
 * nothing is known of it, the body itself. `model` and the conversation are never left out.
 */
export function inDialect(body: Body, dialect: Dialect): Body {
  if (dialect.length === 0) return body;
  let spoken = structuredCopy(body);
  for (const fact of dialect) if (applies(fact, spoken)) spoken = withFact(spoken, fact);
  const shapes = new Set(dialect.flatMap((fact) => (fact.kind === 'shape' ? [fact.shape] : [])));
  if (shapes.size === 0 || !Array.isArray(spoken['messages'])) return spoken;
  const hasTools = Array.isArray(spoken['tools']);
  const messages = spoken['messages'] as ChatMessage[];
  return { ...spoken, messages: reshape(messages, shapes, hasTools) };
}

/** Fields may be changed in the copy, at the top and one level below; what stands in lists is shared. */
function structuredCopy(body: Body): Body {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : value,
    ]),
  );
}

function applies(fact: Fact, body: Body): boolean {
  return (
    !('beside' in fact) || fact.beside === undefined || fieldIn(body, fact.beside) !== undefined
  );
}

function withFact(body: Body, fact: Fact): Body {
  switch (fact.kind) {
    case 'leave_out':
      deleteField(body, fact.field);
      return body;
    case 'rename': {
      const value = fieldIn(body, fact.field);
      if (value === undefined) return body;
      deleteField(body, fact.field);
      if (fieldIn(body, fact.to) === undefined) setField(body, fact.to, value);
      return body;
    }
    case 'limit': {
      const value = fieldIn(body, fact.field);
      const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = fact;
      if (Array.isArray(value)) setField(body, fact.field, value.slice(0, most));
      else if (typeof value === 'number') {
        setField(body, fact.field, Math.min(Math.max(value, least), most));
      }
      return body;
    }
    case 'words': {
      const value = fieldIn(body, fact.field);
      if (value === undefined) return body;
      const word = nearest(value, fact.allowed);
      if (word === undefined) deleteField(body, fact.field);
      else setField(body, fact.field, word);
      return body;
    }
    case 'set':
      setField(body, fact.field, fact.value);
      return body;
    case 'json':
    case 'say_json':
      return jsonInWords(body, fact);
    case 'message_field':
      return { ...body, messages: withoutField(body['messages'], fact.field) };
    case 'leave_out_tool':
      return withoutTool(body, fact.name);
    case 'most_tools': {
      const { tools } = body;
      return Array.isArray(tools) ? { ...body, tools: tools.slice(0, fact.count) } : body;
    }
    case 'shape':
    case 'context':
    case 'no_streaming':
    case 'speak':
    case 'thinks_first':
      return body;
  }
}

function nearest(value: unknown, allowed: readonly string[]): string | undefined {
  if (typeof value !== 'string') return allowed.includes('required') ? 'required' : undefined;
  if (allowed.includes(value)) return value;
  for (const ladder of ladders) {
    const at = ladder.indexOf(value);
    if (at < 0) continue;
    const distances = allowed
      .map((word) => ({ word, distance: Math.abs(ladder.indexOf(word) - at) }))
      // Not to think at all is no small effort.
      .filter(({ word }) => ladder.includes(word) && (word !== 'none' || at <= 1))
      .toSorted((a, b) => a.distance - b.distance);
    return distances[0]?.word;
  }
  return undefined;
}

/** Without a field of a message, or of its calls. */
function withoutField(messages: unknown, field: string): unknown {
  if (!Array.isArray(messages)) return messages;
  return (messages as ChatMessage[]).map((message) => {
    const rest = without(message as unknown as Body, field);
    const calls = rest['tool_calls'];
    if (!Array.isArray(calls)) return rest;
    return { ...rest, tool_calls: (calls as Body[]).map((call) => without(call, field)) };
  });
}

function withoutTool(body: Body, name: string): Body {
  const { tools } = body;
  if (!Array.isArray(tools)) return body;
  const others = tools.filter((tool) => nameOfTool(tool) !== name);
  if (others.length === tools.length) return body;
  if (others.length > 0) return { ...body, tools: others };
  return without(body, 'tools', 'tool_choice', 'parallel_tool_calls');
}

/** The name of a tool in a body: chat completions nest it, the Responses API does not. */
export function nameOfTool(tool: unknown): string | undefined {
  const { name, function: described } = (tool ?? {}) as {
    name?: string;
    function?: { name?: string };
  };
  return described?.name ?? name;
}
