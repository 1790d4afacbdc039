import { z } from 'zod';

/**
 * Forms of a conversation that some services insist on; `reshape.ts` says what each does. In the order
 * in which they are applied.
 */
export const shapes = [
  'reasoning_always',
  'signed_calls',
  'developer_as_system',
  'calls_as_text',
  'system_first',
  'system_as_user',
  'plain_text',
  'no_null',
  'no_empty',
  'bridged_tools',
  'alternating',
  'user_last',
  'tool_names',
  'short_ids',
] as const;
/** One of {@link shapes}. */
export type Shape = (typeof shapes)[number];

const field = z.string().min(1).max(100);

/**
 * One thing that a service does not take, or wants otherwise, as it is kept on disk. Fields are those
 * of the request's body, dotted where they are nested: `temperature`, `reasoning.effort`.
 */
export const factSchema = z.discriminatedUnion('kind', [
  /** Left out; with `beside` only where that other field is sent too. */
  z.object({ kind: z.literal('leave_out'), field, beside: field.optional() }),
  /** Sent under its other name. */
  z.object({ kind: z.literal('rename'), field, to: field }),
  /** A number is lowered or raised to this, a list cut to so many items. */
  z.object({
    kind: z.literal('limit'),
    field,
    least: z.number().optional(),
    most: z.number().optional(),
  }),
  /** Only these words; another becomes the nearest of them. */
  z.object({ kind: z.literal('words'), field, allowed: z.array(z.string().max(60)).max(20) }),
  /** Sent with this value whatever was asked for; with `beside` only where that field is sent too. */
  z.object({
    kind: z.literal('set'),
    field,
    value: z.union([z.string().max(60), z.number()]),
    beside: field.optional(),
  }),
  /** JSON answers are asked for in this form, and what it does not say in words; `beside` as above. */
  z.object({
    kind: z.literal('json'),
    as: z.enum(['schema', 'object', 'words']),
    beside: field.optional(),
  }),
  /** `json` must stand in the text where JSON is asked for. */
  z.object({ kind: z.literal('say_json') }),
  /** The conversation in this form. */
  z.object({ kind: z.literal('shape'), shape: z.enum(shapes) }),
  /** A field that no message may have. */
  z.object({ kind: z.literal('message_field'), field }),
  /** A tool that is refused whatever is done to its schema. */
  z.object({ kind: z.literal('leave_out_tool'), name: z.string().min(1).max(200) }),
  /** The most tools that are taken. */
  z.object({ kind: z.literal('most_tools'), count: z.int().min(0) }),
  /** The model's context, in tokens. */
  z.object({ kind: z.literal('context'), tokens: z.int().min(1) }),
  /** No stream is taken. */
  z.object({ kind: z.literal('no_streaming') }),
  /** The service is spoken to in this API. */
  z.object({ kind: z.literal('speak'), api: z.enum(['chat', 'responses']) }),
  /** Answers begin with thinking whose opening tag is not sent. */
  z.object({ kind: z.literal('thinks_first') }),
]);
/** One thing that a service does not take, or wants otherwise. */
export type Fact = z.output<typeof factSchema>;

/** All that is known of how one model of one service wants to be asked; empty for most. */
export type Dialect = readonly Fact[];

/** The facts of one kind. */
export function factsOf<Kind extends Fact['kind']>(
  dialect: Dialect,
  kind: Kind,
): Extract<Fact, { kind: Kind }>[] {
  return dialect.filter((fact): fact is Extract<Fact, { kind: Kind }> => fact.kind === kind);
}

/** A dialect with further facts; a newer one takes the place of those on the same subject. */
export function withFacts(dialect: Dialect, facts: readonly Fact[]): Dialect {
  const subjects = new Set(facts.map(subjectOf));
  return [...dialect.filter((fact) => !subjects.has(subjectOf(fact))), ...facts];
}

/** What a fact is about: of two about the same, the later holds. */
function subjectOf(fact: Fact): string {
  switch (fact.kind) {
    case 'leave_out':
    case 'rename':
    case 'limit':
    case 'words':
    case 'set':
      return `field ${fact.field}`;
    case 'shape':
      return `shape ${fact.shape}`;
    case 'message_field':
      return `message field ${fact.field}`;
    case 'leave_out_tool':
      return `tool ${fact.name}`;
    case 'json':
    case 'say_json':
    case 'most_tools':
    case 'context':
    case 'no_streaming':
    case 'speak':
    case 'thinks_first':
      return fact.kind;
  }
}

const shapeWords: Readonly<Record<Shape, string>> = {
  reasoning_always: 'calls of tools carry reasoning, a placeholder where none is known',
  signed_calls: 'calls of tools carry a signature, a placeholder where none is known',
  developer_as_system: 'developer messages are sent as system messages',
  calls_as_text: 'earlier calls are told as text where no tools are offered',
  system_first: 'all instructions stand in the first message',
  system_as_user: 'instructions stand in the first message of the user',
  plain_text: 'texts are sent as plain strings',
  no_null: 'messages without text have an empty one',
  no_empty: 'messages without text have a dash',
  bridged_tools: 'a short answer stands between the output of a tool and a message of the user',
  alternating: 'messages of user and assistant alternate',
  user_last: 'the last message is one of the user',
  tool_names: 'outputs of tools carry the name of the tool',
  short_ids: 'ids of calls are nine letters and digits',
};

/** A fact in plain words, for people: the beginning of no sentence, without a full stop. */
export function describeFact(fact: Fact): string {
  switch (fact.kind) {
    case 'leave_out':
      return `${fact.field} is left out${besideOf(fact)}`;
    case 'rename':
      return `${fact.field} is sent as ${fact.to}`;
    case 'limit':
      return `${fact.field} is at ${[
        fact.most === undefined ? '' : `most ${fact.most}`,
        fact.least === undefined ? '' : `least ${fact.least}`,
      ]
        .filter(Boolean)
        .join(' and at ')}`;
    case 'words':
      return `${fact.field} is one of ${fact.allowed.join(', ')}`;
    case 'set':
      return `${fact.field} is ${fact.value}${besideOf(fact)}`;
    case 'json':
      return `answers as JSON are asked for ${
        fact.as === 'words' ? 'in words' : `as json_${fact.as}`
      }${besideOf(fact)}`;
    case 'say_json':
      return 'the word JSON stands in the instructions where JSON is asked for';
    case 'shape':
      return shapeWords[fact.shape];
    case 'message_field':
      return `${fact.field} is left out of messages`;
    case 'leave_out_tool':
      return `the tool ${fact.name} is left out`;
    case 'most_tools':
      return `at most ${fact.count} tools are offered`;
    case 'context':
      return `the model reads ${fact.tokens.toLocaleString('en')} tokens`;
    case 'no_streaming':
      return 'answers are not streamed';
    case 'speak':
      return fact.api === 'responses'
        ? 'the Responses API is spoken'
        : 'chat completions are spoken';
    case 'thinks_first':
      return 'answers begin with thinking';
  }
}

function besideOf({ beside }: { beside?: string | undefined }): string {
  return beside === undefined ? '' : ` beside ${beside}`;
}
