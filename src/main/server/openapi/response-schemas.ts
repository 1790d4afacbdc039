import { z } from 'zod';
import type { ConversationBody } from '../routes/conversations/service.ts';
import type { ResponseEvent } from '../routes/responses/output/stream-events.ts';

const seconds = z.int().describe('Seconds since the epoch.');
const count = z.int().min(0);

/** What the Responses API answers: the object of the Open Responses specification, 2026-04-24. */
export function responseSchemas(): Record<string, z.ZodType> {
  const items = itemSchemas();
  const response = z.object({
    id: z.string(),
    object: z.literal('response'),
    created_at: seconds,
    completed_at: seconds.nullable(),
    status: z.enum(['queued', 'in_progress', 'completed', 'failed', 'incomplete', 'cancelled']),
    incomplete_details: z.object({ reason: z.string() }).nullable(),
    model: z.string(),
    previous_response_id: z.string().nullable(),
    instructions: z.string().nullable(),
    output: z.array(items['OutputItem']!),
    error: z
      .object({
        code: z.enum(['server_error', 'rate_limit_exceeded', 'invalid_prompt']),
        message: z.string(),
      })
      .nullable(),
    ...echoedSettings(),
    usage: items['ResponseUsage']!.nullable(),
    conversation: z.object({ id: z.string() }).optional(),
  });
  const item = z.looseObject({ type: z.string(), id: z.string() });
  return {
    ...items,
    Response: response,
    DeletedResponse: z.object({
      id: z.string(),
      object: z.literal('response'),
      deleted: z.literal(true),
    }),
    Conversation: z.object({
      id: z.string(),
      object: z.literal('conversation'),
      created_at: seconds,
      metadata: z.record(z.string(), z.string()),
    }) satisfies z.ZodType<ConversationBody>,
    DeletedConversation: z.object({
      id: z.string(),
      object: z.literal('conversation.deleted'),
      deleted: z.literal(true),
    }),
    Item: item,
    ItemList: z.object({
      object: z.literal('list'),
      data: z.array(item),
      first_id: z.string().nullable(),
      last_id: z.string().nullable(),
      has_more: z.boolean(),
    }),
    ResponseEvent: z
      .looseObject({ type: z.enum(eventTypes), sequence_number: count })
      .describe('The rest depends on the type, as in the Open Responses specification.'),
  };
}

/** The events of a stream; clients are sent no others. */
const eventTypes = [
  'response.created',
  'response.in_progress',
  'response.output_item.added',
  'response.output_item.done',
  'response.content_part.added',
  'response.content_part.done',
  'response.output_text.delta',
  'response.output_text.done',
  'response.reasoning_summary_part.added',
  'response.reasoning_summary_text.delta',
  'response.reasoning_summary_text.done',
  'response.function_call_arguments.delta',
  'response.function_call_arguments.done',
  'response.completed',
  'response.failed',
  'response.incomplete',
  'error',
] as const satisfies readonly ResponseEvent['type'][];

function itemSchemas(): Record<string, z.ZodType> {
  const id = z.string();
  const status = z.enum(['in_progress', 'completed', 'incomplete']);
  return {
    OutputItem: z.discriminatedUnion('type', [
      z.object({
        type: z.literal('message'),
        id,
        status,
        role: z.literal('assistant'),
        content: z.array(
          z.object({
            type: z.literal('output_text'),
            text: z.string(),
            annotations: z.array(z.never()),
            logprobs: z.array(z.never()),
          }),
        ),
      }),
      z.object({
        type: z.literal('reasoning'),
        id,
        status,
        summary: z.array(z.object({ type: z.literal('summary_text'), text: z.string() })),
      }),
      z.object({
        type: z.literal('function_call'),
        id,
        status,
        call_id: z.string(),
        name: z.string(),
        namespace: z.string().optional(),
        arguments: z.string(),
      }),
      z.object({
        type: z.literal('function_call_output'),
        id,
        status,
        call_id: z.string(),
        output: z.union([
          z.string(),
          z.array(z.object({ type: z.literal('input_text'), text: z.string() })),
        ]),
      }),
      z.object({
        type: z.literal('custom_tool_call'),
        id,
        status,
        call_id: z.string(),
        name: z.string(),
        namespace: z.string().optional(),
        input: z.string(),
      }),
      z.object({
        type: z.literal('mcp_call'),
        id,
        server_label: z.string(),
        name: z.string(),
        arguments: z.string(),
        approval_request_id: z.null(),
        output: z.string().nullable(),
        error: z.string().nullable(),
        status: z.enum(['in_progress', 'completed', 'failed']),
      }),
    ]),
    ResponseUsage: z
      .object({
        input_tokens: count,
        input_tokens_details: z.object({ cached_tokens: count, cache_write_tokens: count }),
        output_tokens: count,
        output_tokens_details: z.object({ reasoning_tokens: count }),
        total_tokens: count,
      })
      .describe('Summed over all model calls of the run.'),
  };
}

/** What a response repeats of its request. */
function echoedSettings(): Record<string, z.ZodType> {
  const ownTools = [
    z.object({
      type: z.literal('function'),
      name: z.string(),
      description: z.string().nullable(),
      parameters: z.record(z.string(), z.unknown()).nullable(),
      strict: z.boolean().nullable(),
    }),
    z.object({
      type: z.literal('custom'),
      name: z.string(),
      description: z.string().nullable(),
      format: z.looseObject({ type: z.string() }),
    }),
  ] as const;
  return {
    tools: z.array(
      z.union([
        ...ownTools,
        z.object({
          type: z.literal('namespace'),
          name: z.string(),
          description: z.string(),
          tools: z.array(z.union(ownTools)),
        }),
      ]),
    ),
    tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]),
    truncation: z.enum(['auto', 'disabled']),
    parallel_tool_calls: z.boolean(),
    text: z.object({
      format: z.looseObject({ type: z.string() }),
      verbosity: z.string().optional(),
    }),
    top_p: z.number(),
    presence_penalty: z.number(),
    frequency_penalty: z.number(),
    top_logprobs: count,
    temperature: z.number(),
    reasoning: z.object({ effort: z.string().nullable(), summary: z.string().nullable() }),
    max_output_tokens: count.nullable(),
    max_tool_calls: count.nullable(),
    store: z.boolean(),
    background: z.boolean(),
    service_tier: z.string(),
    metadata: z.record(z.string(), z.string()),
    safety_identifier: z.string().nullable(),
    prompt_cache_key: z.string().nullable(),
  };
}
