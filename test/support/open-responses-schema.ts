import { z } from 'zod';

/**
 * The Open Responses specification, version 2026-04-24, as far as this server speaks it: the response
 * object, its items, and the events of its stream. Written from the specification's schema and text
 * (openresponses.org), not from our code. Objects are strict where a stray field would be a mistake
 * of ours.
 */

const integer = z.number().int();
const itemStatus = z.enum(['in_progress', 'completed', 'incomplete']);

const urlCitation = z.object({
  type: z.literal('url_citation'),
  url: z.string(),
  start_index: integer,
  end_index: integer,
  title: z.string(),
});
const logProb = z.object({ token: z.string(), logprob: z.number() }).loose();

const outputText = z.strictObject({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.array(urlCitation),
  logprobs: z.array(logProb),
});
const inputText = z.strictObject({ type: z.literal('input_text'), text: z.string() });
const inputImage = z.strictObject({
  type: z.literal('input_image'),
  image_url: z.string().nullable(),
  detail: z.enum(['low', 'high', 'auto']),
});
const refusal = z.strictObject({ type: z.literal('refusal'), refusal: z.string() });
const summaryText = z.strictObject({ type: z.literal('summary_text'), text: z.string() });

const message = z.strictObject({
  type: z.literal('message'),
  id: z.string().regex(/^msg_/),
  status: itemStatus,
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.array(z.discriminatedUnion('type', [outputText, inputText, inputImage, refusal])),
});
const functionCall = z.strictObject({
  type: z.literal('function_call'),
  id: z.string().regex(/^fc_/),
  call_id: z.string(),
  name: z.string(),
  // Beyond the specification, as OpenAI's contract has them: namespaces, custom tools, MCP calls.
  namespace: z.string().optional(),
  arguments: z.string(),
  status: itemStatus,
});
const customToolCall = z.strictObject({
  type: z.literal('custom_tool_call'),
  id: z.string().regex(/^ctc_/),
  call_id: z.string(),
  name: z.string(),
  namespace: z.string().optional(),
  input: z.string(),
  status: itemStatus,
});
const mcpCall = z.strictObject({
  type: z.literal('mcp_call'),
  id: z.string().regex(/^mcp_/),
  server_label: z.string(),
  name: z.string(),
  arguments: z.string(),
  approval_request_id: z.null(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  status: z.enum(['in_progress', 'completed', 'failed']),
});
const functionCallOutput = z.strictObject({
  type: z.literal('function_call_output'),
  id: z.string().regex(/^fco_/),
  call_id: z.string(),
  output: z.union([z.string(), z.array(z.discriminatedUnion('type', [inputText, inputImage]))]),
  status: itemStatus,
});
const reasoning = z.strictObject({
  type: z.literal('reasoning'),
  id: z.string().regex(/^rs_/),
  status: itemStatus.optional(),
  summary: z.array(summaryText),
});

/** An item of a response's output or of its input list. */
export const item = z.discriminatedUnion('type', [
  message,
  functionCall,
  functionCallOutput,
  customToolCall,
  mcpCall,
  reasoning,
]);

const functionTool = z.strictObject({
  type: z.literal('function'),
  name: z.string(),
  description: z.string().nullable(),
  parameters: z.record(z.string(), z.unknown()).nullable(),
  strict: z.boolean().nullable(),
});
const customTool = z.strictObject({
  type: z.literal('custom'),
  name: z.string(),
  description: z.string().nullable(),
  format: z.looseObject({ type: z.string() }),
});
const namespaceTool = z.strictObject({
  type: z.literal('namespace'),
  name: z.string(),
  description: z.string(),
  tools: z.array(z.discriminatedUnion('type', [functionTool, customTool])),
});
const toolChoiceValue = z.enum(['none', 'auto', 'required']);
const functionToolChoice = z.strictObject({
  type: z.enum(['function', 'custom']),
  name: z.string(),
});
const toolChoice = z.union([
  toolChoiceValue,
  functionToolChoice,
  z.strictObject({
    type: z.literal('allowed_tools'),
    tools: z.array(functionToolChoice),
    mode: toolChoiceValue,
  }),
]);

const textField = z.strictObject({
  format: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text') }),
    z.strictObject({ type: z.literal('json_object') }),
    z.strictObject({
      type: z.literal('json_schema'),
      name: z.string(),
      description: z.string().nullable(),
      schema: z.record(z.string(), z.unknown()),
      strict: z.boolean(),
    }),
  ]),
  verbosity: z.enum(['low', 'medium', 'high']).optional(),
});

const usage = z.strictObject({
  input_tokens: integer,
  output_tokens: integer,
  total_tokens: integer,
  input_tokens_details: z.strictObject({
    cached_tokens: integer,
    // OpenAI's contract has it, and its libraries ask for it.
    cache_write_tokens: integer,
  }),
  output_tokens_details: z.strictObject({ reasoning_tokens: integer }),
});

const status = z.enum(['queued', 'in_progress', 'completed', 'failed', 'incomplete', 'cancelled']);

/** The response object: every field of the specification has a value. */
export const responseObject = z
  .strictObject({
    id: z.string().regex(/^resp_/),
    object: z.literal('response'),
    created_at: integer,
    completed_at: integer.nullable(),
    status,
    incomplete_details: z.strictObject({ reason: z.string() }).nullable(),
    model: z.string(),
    previous_response_id: z.string().nullable(),
    instructions: z.string().nullable(),
    output: z.array(item),
    // The codes of OpenAI's contract that fit here; strict clients know no others.
    error: z
      .strictObject({
        code: z.enum(['server_error', 'rate_limit_exceeded', 'invalid_prompt']),
        message: z.string(),
      })
      .nullable(),
    tools: z.array(z.discriminatedUnion('type', [functionTool, customTool, namespaceTool])),
    tool_choice: toolChoice,
    truncation: z.enum(['auto', 'disabled']),
    parallel_tool_calls: z.boolean(),
    text: textField,
    top_p: z.number(),
    presence_penalty: z.number(),
    frequency_penalty: z.number(),
    top_logprobs: integer,
    temperature: z.number(),
    reasoning: z
      .strictObject({ effort: z.string().nullable(), summary: z.string().nullable() })
      .nullable(),
    usage: usage.nullable(),
    max_output_tokens: integer.nullable(),
    max_tool_calls: integer.nullable(),
    store: z.boolean(),
    background: z.boolean(),
    service_tier: z.string(),
    metadata: z.record(z.string(), z.string()),
    safety_identifier: z.string().nullable(),
    prompt_cache_key: z.string().nullable(),
    // "A response that belongs to a conversation MUST identify that conversation."
    conversation: z.strictObject({ id: z.string() }).optional(),
  })
  .superRefine((response, context) => {
    const complain = (message: string): void => context.addIssue({ code: 'custom', message });
    const { status: is, error, incomplete_details: details, completed_at: at, output } = response;
    if ((is === 'completed') !== (at !== null)) complain('completed_at does not fit the status');
    if ((is === 'failed') !== (error !== null)) complain('error does not fit the status');
    if ((is === 'incomplete') !== (details !== null)) complain('incomplete_details do not fit');
    const cut = output.findIndex((each) => 'status' in each && each.status === 'incomplete');
    if (cut !== -1 && cut !== output.length - 1) complain('an incomplete item is not the last');
    if (cut !== -1 && is === 'completed') complain('a completed response has an incomplete item');
  });

const numbered = { sequence_number: integer };
const placed = { ...numbered, item_id: z.string(), output_index: integer };
const inContent = { ...placed, content_index: integer };
const inSummary = { ...placed, summary_index: integer };

const lifecycle = z.strictObject({
  type: z.enum([
    'response.created',
    'response.in_progress',
    'response.completed',
    'response.failed',
    'response.incomplete',
  ]),
  ...numbered,
  response: responseObject,
});

/** An event of the stream, of one of the types that our clients are sent. */
export const streamEvent = z.discriminatedUnion('type', [
  lifecycle,
  z.strictObject({
    type: z.enum(['response.output_item.added', 'response.output_item.done']),
    ...numbered,
    output_index: integer,
    item,
  }),
  z.strictObject({
    type: z.enum(['response.content_part.added', 'response.content_part.done']),
    ...inContent,
    part: outputText,
  }),
  z.strictObject({
    type: z.literal('response.output_text.delta'),
    ...inContent,
    delta: z.string().min(1),
    logprobs: z.array(logProb),
  }),
  z.strictObject({
    type: z.literal('response.output_text.done'),
    ...inContent,
    text: z.string(),
    logprobs: z.array(logProb),
  }),
  z.strictObject({
    type: z.literal('response.reasoning_summary_part.added'),
    ...inSummary,
    part: summaryText,
  }),
  z.strictObject({
    type: z.literal('response.reasoning_summary_text.delta'),
    ...inSummary,
    delta: z.string().min(1),
  }),
  z.strictObject({
    type: z.literal('response.reasoning_summary_text.done'),
    ...inSummary,
    text: z.string(),
  }),
  z.strictObject({
    type: z.literal('response.function_call_arguments.delta'),
    ...placed,
    delta: z.string(),
  }),
  z.strictObject({
    type: z.literal('response.function_call_arguments.done'),
    ...placed,
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    type: z.literal('error'),
    ...numbered,
    code: z.string().nullable(),
    message: z.string(),
    param: z.string().nullable(),
    error: z.strictObject({
      type: z.string(),
      code: z.string().nullable(),
      message: z.string(),
      param: z.string().nullable(),
    }),
  }),
]);

export type StreamEvent = z.output<typeof streamEvent>;
export type ResponseObject = z.output<typeof responseObject>;
