import { z } from 'zod';
import { invalidRequest } from '../../../errors/api-error.ts';
import { refuseUnmetChoice } from '../../../requests/schemas/function-tool.ts';
import { setParameters, modelParameters } from '../../../requests/schemas/model-parameters.ts';
import { metadata } from '../../../requests/schemas/metadata.ts';
import { parse } from '../../../requests/schemas/parse.ts';
import { unavailableOptions } from '../../../requests/schemas/unavailable-options.ts';
import type { FunctionTool, ModelParameters, ToolChoice } from '../../../../model/model.ts';
import type { EchoedSettings, EchoedText, EchoedTool } from '../output/response-body.ts';
import { readToolChoice, readTools } from './tools.ts';

const flag = z.boolean().nullish();
const name = (what: string) =>
  z.string().min(1, `${what} must not be empty`).max(512, `${what} is at most 512 characters`);

const format = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('text') }),
    z.object({ type: z.literal('json_object') }),
    z.object({
      type: z.literal('json_schema'),
      name: z.string().min(1),
      schema: z.record(z.string(), z.unknown()),
      description: z.string().nullish(),
      strict: z.boolean().nullish(),
    }),
  ],
  { error: 'must be of type "text", "json_object" or "json_schema"' },
);

const count = z.int().min(1, 'must be at least 1').nullish();
const number = z.number().nullish();

const noLogprobs = 'log probabilities are not available.';
const logprobsField = 'message.output_text.logprobs';

/** The body of a request for a response; input and tools are checked one by one. */
export const responseRequestBody = z.object({
  model: z.string().nullish().describe('Echoed; the model that answers is a setting.'),
  input: z.unknown().optional(),
  instructions: z
    .string()
    .nullish()
    .describe("Layered on top of the core prompt. Left out: the chain's are carried on."),
  previous_response_id: z.string().nullish(),
  conversation: z
    .union([name('a conversation name'), z.object({ id: name('a conversation id') })], {
      error: 'must be a name of 1 to 512 characters, or an object with that as its id',
    })
    .nullish()
    .describe(
      'A name of your choice, or the id of a conversation that was made; the response goes on where that ended.',
    ),
  store: flag.describe('Default true.'),
  stream: flag.describe('Whether the answer comes as server-sent events.'),
  background: flag.describe('Answered at once, to be fetched later; needs store.'),
  truncation: z
    .enum(['auto', 'disabled'])
    .nullish()
    .describe('auto: only the last 100 items of the history are sent on. Default disabled.'),
  metadata: metadata.nullish(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: z.unknown().optional(),
  parallel_tool_calls: flag,
  text: z
    .object({ format: format.nullish(), verbosity: z.enum(['low', 'medium', 'high']).nullish() })
    .nullish(),
  reasoning: z.object({ effort: z.string().nullish(), summary: z.string().nullish() }).nullish(),
  temperature: number,
  top_p: number,
  presence_penalty: number,
  frequency_penalty: number,
  // What this API has no name for and the model service has.
  ...modelParameters.pick({ stop: true, seed: true, logit_bias: true }).shape,
  ...unavailableOptions.shape,
  max_output_tokens: count,
  max_tool_calls: count,
  top_logprobs: z.literal(0, noLogprobs).nullish().describe('Only 0 is possible.'),
  include: z
    .array(z.string())
    .refine((names) => !names.includes(logprobsField), noLogprobs)
    .meta({ items: { type: 'string', not: { const: logprobsField } } })
    .nullish()
    .describe(
      'hermes.tool_calls, hermes.mcp_calls: calls of the agent’s tools, as function or MCP calls.',
    ),
  prompt: z
    .null('there are no stored prompts here; send instructions.')
    .optional()
    .describe('Not possible.'),
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
});

type Body = z.output<typeof responseRequestBody>;

/** A request for a response, checked; all but its input. */
export interface ResponseRequest {
  /** As it came; see `readInput`. */
  input: unknown;
  /** Undefined: those of the turn before go on. */
  instructions: string | undefined;
  previousResponseId: string | undefined;
  /** The conversation's name. */
  conversation: string | undefined;
  stream: boolean;
  /** What of ours is to be told that is not told by itself: `hermes.…`. */
  include: readonly string[];
  /** What the response repeats. */
  echo: EchoedSettings;
  tools: EchoedTool[];
  clientTools: FunctionTool[];
  toolChoice: ToolChoice | undefined;
  parameters: ModelParameters;
}

/**
 * Turns the body of a request for a response into what we work with. Unknown fields are ignored.
 * @param defaultModel the model's name where the client gives none
 * @param onIgnoredTool told the type of each tool that is no function
 * @throws {ApiError} 400 whose `param` names the field at fault
 */
export function readResponseRequest(
  raw: unknown,
  defaultModel: string,
  onIgnoredTool: (type: string) => void,
): ResponseRequest {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw invalidRequest('The body must be a JSON object.');
  }
  const parsed = parse(responseRequestBody, raw);
  refuseWhatCannotBeHonoured(parsed);
  const { echoed: tools, forModel: clientTools } = readTools(parsed.tools ?? [], onIgnoredTool);
  const choice = readToolChoice(parsed.tool_choice, onIgnoredTool);
  refuseUnmetChoice(choice.forModel, clientTools);
  const { conversation } = parsed;
  return {
    input: parsed.input,
    instructions: parsed.instructions ?? undefined,
    previousResponseId: parsed.previous_response_id ?? undefined,
    conversation: (typeof conversation === 'string' ? conversation : conversation?.id) ?? undefined,
    stream: parsed.stream ?? false,
    include: (parsed.include ?? []).filter((name) => name.startsWith('hermes.')),
    echo: { ...echoOf(parsed, defaultModel), tool_choice: choice.echoed },
    tools,
    clientTools,
    toolChoice: choice.forModel,
    parameters: parametersOf(parsed),
  };
}

/** What would change the answer, or contradicts itself, is refused, never silently dropped. */
function refuseWhatCannotBeHonoured(parsed: Body): void {
  const { conversation, previous_response_id, background, store } = parsed;
  if (conversation && previous_response_id) {
    throw invalidRequest(
      "Cannot use both 'conversation' and 'previous_response_id'",
      'previous_response_id',
    );
  }
  if (background && store === false) {
    throw invalidRequest(
      'background: needs store, so that the answer can be fetched',
      'background',
    );
  }
}

/** What a response repeats of a request that sets nothing. */
export const defaultSettings: Readonly<EchoedSettings> = {
  model: '',
  tool_choice: 'auto',
  truncation: 'disabled',
  parallel_tool_calls: true,
  text: { format: { type: 'text' } },
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  top_logprobs: 0,
  temperature: 1,
  reasoning: { effort: null, summary: null },
  max_output_tokens: null,
  max_tool_calls: null,
  store: true,
  background: false,
  service_tier: 'default',
  metadata: {},
  safety_identifier: null,
  prompt_cache_key: null,
};

function echoOf(parsed: Body, model: string): EchoedSettings {
  const { format, verbosity } = parsed.text ?? {};
  const { effort = null, summary = null } = parsed.reasoning ?? {};
  const set = Object.fromEntries(
    Object.keys(defaultSettings)
      .map((name) => [name, parsed[name as keyof Body]])
      .filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<EchoedSettings>;
  return {
    ...defaultSettings,
    ...set,
    model: parsed.model || model,
    text: { format: echoedFormat(format), ...(verbosity ? { verbosity } : {}) },
    reasoning: { effort, summary },
  };
}

type Format = z.output<typeof format> | null | undefined;

function echoedFormat(given: Format): EchoedText['format'] {
  if (!given) return { type: 'text' };
  if (given.type !== 'json_schema') return { type: given.type };
  const { type, name, schema, description, strict } = given;
  return { type, name, schema, description: description ?? null, strict: strict ?? false };
}

/** What goes to the upstream: only what the client set. */
function parametersOf(parsed: Body): ModelParameters {
  return setParameters(
    modelParameters.parse({
      temperature: parsed.temperature,
      top_p: parsed.top_p,
      presence_penalty: parsed.presence_penalty,
      frequency_penalty: parsed.frequency_penalty,
      stop: parsed.stop,
      seed: parsed.seed,
      logit_bias: parsed.logit_bias,
      max_tokens: parsed.max_output_tokens,
      parallel_tool_calls: parsed.parallel_tool_calls,
      reasoning_effort: parsed.reasoning?.effort,
      verbosity: parsed.text?.verbosity,
      response_format: responseFormat(parsed.text?.format),
    }),
  );
}

function responseFormat(given: Format): ModelParameters['response_format'] | undefined {
  if (!given || given.type === 'text') return undefined;
  if (given.type === 'json_object') return { type: 'json_object' };
  const { name, schema, description, strict } = given;
  return {
    type: 'json_schema',
    json_schema: {
      name,
      schema,
      ...(description ? { description } : {}),
      ...(typeof strict === 'boolean' ? { strict } : {}),
    },
  };
}
