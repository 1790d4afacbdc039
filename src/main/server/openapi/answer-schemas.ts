import { z } from 'zod';
import {
  approvalAnswers,
  runApis,
  type FinishReason,
  type RunEvent,
} from '../../../shared/run-events.ts';
import type { ApprovalCard, DecidedApproval } from '../routes/approvals/approval-card.ts';
import { taskPatchSchema, taskRunStatuses } from '../../../shared/tasks.ts';
import type { TaskCard } from '../routes/tasks/task-card.ts';
import type { ErrorBody } from '../errors/error-response.ts';
import type { RunCard } from '../routes/runs/run-card.ts';
import { responseSchemas } from './response-schemas.ts';

const seconds = z.int().describe('Seconds since the epoch.');
const count = z.int().min(0);

/** What the server answers, by the name the document gives it. */
export function answerSchemas(): Record<string, z.ZodType> {
  const model = z.object({
    id: z.string(),
    object: z.literal('model'),
    created: seconds,
    owned_by: z.literal('hermes'),
    permission: z.array(z.never()),
    root: z.string(),
    parent: z.null(),
    name: z.string(),
    context_length: count.describe('Tokens the model can read.'),
    architecture: z.object({
      input_modalities: z.array(z.string()),
      output_modalities: z.array(z.string()),
    }),
    pricing: z
      .object({ prompt: z.string(), completion: z.string() })
      .describe('Some clients read the length only beside it. Always 0.'),
    providers: z.array(z.object({ supports_tools: z.boolean(), context_length: count })),
    displayName: z.string(),
    contextWindowTokens: count,
    vision: z.boolean(),
    functionCall: z.boolean(),
    reasoning: z.boolean(),
  });
  const run = runCard();
  return {
    Error: z.object({
      error: z.object({
        message: z.string().describe('For people: what is wrong and what to do.'),
        type: z.string(),
        param: z.string().nullable().describe('The request field at fault.'),
        code: z.string(),
        cause: z
          .object({ code: z.string().nullable(), status: z.int().nullable() })
          .optional()
          .describe('What the failure is called where it came from: at the model service, say.'),
      }),
    }) satisfies z.ZodType<ErrorBody>,
    Health: z.object({
      status: z.literal('ok'),
      platform: z.literal('hermes-agent'),
      version: z.string(),
    }),
    DetailedHealth: detailedHealth(),
    Model: model,
    ModelList: listOf(model),
    ...chatSchemas(),
    Embeddings: z
      .looseObject({
        data: z.array(
          z.looseObject({ embedding: z.union([z.array(z.number()), z.string()]).optional() }),
        ),
      })
      .describe('As the model service answers.'),
    ...responseSchemas(),
    Run: run,
    RunList: listOf(run),
    ApprovalList: listOf(approvalCard()),
    DecidedApproval: z.object({
      id: z.string(),
      object: z.literal('approval'),
      status: z.literal('decided'),
      answer: z.enum(approvalAnswers),
    }) satisfies z.ZodType<DecidedApproval>,
    ...taskSchemas(),
    RunEvent: z.looseObject({
      type: z.enum(runEventTypes),
      at: z.number().describe('Milliseconds since the epoch.'),
    }),
  };
}

const runEventTypes = [
  'run.started',
  'run.resumed',
  'run.remembered',
  'model.started',
  'text.delta',
  'reasoning.delta',
  'run.notice',
  'model.finished',
  'tool.started',
  'tool.finished',
  'approval.requested',
  'approval.resolved',
  'run.completed',
  'run.failed',
  'run.cancelled',
] as const satisfies readonly RunEvent['type'][];

function listOf(item: z.ZodType): z.ZodType {
  return z.object({ object: z.literal('list'), data: z.array(item) });
}

function runCard(): z.ZodType<RunCard> {
  return z.object({
    id: z.string(),
    object: z.literal('run'),
    status: z.enum(['queued', 'in_progress', 'completed', 'incomplete', 'failed', 'cancelled']),
    attempts: count.describe('1, and one more for each repetition with which it went on.'),
    api: z.enum(runApis).describe('The API it came through.'),
    client: z.string().describe('Who called, as far as it can be told.'),
    request_id: z.string(),
    response_id: z.string().nullable().describe('The response it makes.'),
    created_at: seconds,
    completed_at: seconds.nullable(),
    events: count.describe('Events in its log so far.'),
  });
}

function approvalCard(): z.ZodType<ApprovalCard> {
  return z.object({
    id: z.string(),
    object: z.literal('approval'),
    status: z.literal('pending'),
    run_id: z.string(),
    client: z.string().describe('Who called, as far as it can be told.'),
    asked: z.string().describe('The first words of what the person asked.'),
    tool: z.string(),
    action: z.string().describe('The full command or path.'),
    dangerous: z
      .array(z.object({ start: count, end: count }))
      .describe('The parts of the action that are dangerous, as ranges of UTF-16 characters.'),
    folder: z.string().describe('The folder it would be done in.'),
    reasons: z.array(z.string()).describe('Why it is asked.'),
    covers: z
      .array(z.string())
      .describe('What `conversation` and `always` would allow; empty where only `once` counts.'),
    requested_at: seconds,
    expires_at: seconds.describe('Seconds since the epoch; then it is denied.'),
  });
}

function detailedHealth(): z.ZodType {
  return z.object({
    status: z.enum(['ok', 'degraded']),
    platform: z.literal('hermes-agent'),
    version: z.string(),
    uptime_seconds: count,
    active_runs: count,
    queue: z.object({ waiting: count, max_concurrent_runs: count, max_queued_runs: count }),
    store: z.object({
      ok: z.boolean(),
      error: z.string().optional(),
      responses: count.optional(),
      conversations: count.optional(),
    }),
    upstream: z.object({ reachable: z.boolean(), error: z.string().optional() }),
    confinement: z.object({ state: z.enum(['on', 'unavailable', 'off']), reason: z.string() }),
    mcp: z.array(
      z.object({
        name: z.string(),
        state: z
          .enum(['idle', 'starting', 'ready', 'failed', 'disabled'])
          .describe(
            'A server that starts, or that failed and is tried again, holds up no request.',
          ),
        since: seconds.nullable().describe('Seconds since the epoch; null if never started.'),
        tools: count,
        error: z
          .string()
          .optional()
          .describe('Why it failed, in its own last words if it left any.'),
        words: z.string().optional().describe('What it wrote last while it starts.'),
      }),
    ),
    memory: z.object({ rss_bytes: count, heap_used_bytes: count }),
  });
}

function chatSchemas(): Record<string, z.ZodType> {
  const finishReason = z.enum([
    'stop',
    'length',
    'tool_calls',
    'content_filter',
  ]) satisfies z.ZodType<FinishReason>;
  const customCall = z.object({
    id: z.string(),
    type: z.literal('custom'),
    custom: z.object({ name: z.string(), input: z.string() }),
  });
  const toolCall = z.object({
    id: z.string(),
    type: z.literal('function'),
    function: z.object({ name: z.string(), arguments: z.string() }),
  });
  const usage = z.object({
    prompt_tokens: count,
    completion_tokens: count,
    total_tokens: count,
    prompt_tokens_details: z.object({ cached_tokens: count }),
    completion_tokens_details: z.object({ reasoning_tokens: count }),
  });
  const head = { id: z.string(), created: seconds, model: z.string().describe('As requested.') };
  const reasoning = z
    .string()
    .optional()
    .describe("The model's reasoning and, as set, a line for each tool call.");
  return {
    ChatUsage: usage.describe('Summed over all model calls of the run.'),
    Completion: z.object({
      ...head,
      object: z.literal('text_completion'),
      choices: z.array(
        z.object({
          index: z.literal(0),
          text: z.string(),
          logprobs: z.null(),
          finish_reason: z.enum(['stop', 'length', 'content_filter']).nullable(),
        }),
      ),
      usage: usage.optional(),
    }),
    ChatCompletion: z.object({
      ...head,
      object: z.literal('chat.completion'),
      choices: z.array(
        z.object({
          index: z.literal(0),
          message: z.object({
            role: z.literal('assistant'),
            content: z.string().nullable(),
            refusal: z.null(),
            reasoning_content: reasoning,
            tool_calls: z
              .array(z.union([toolCall, customCall]))
              .optional()
              .describe('Calls the client is to make.'),
          }),
          logprobs: z.null(),
          finish_reason: finishReason,
        }),
      ),
      usage,
    }),
    ChatCompletionChunk: z.object({
      ...head,
      object: z.literal('chat.completion.chunk'),
      choices: z.array(
        z.object({
          index: z.literal(0),
          delta: z.object({
            role: z.literal('assistant').optional(),
            content: z.string().optional(),
            reasoning_content: reasoning,
            tool_calls: z
              .array(
                z.union([toolCall.extend({ index: count }), customCall.extend({ index: count })]),
              )
              .optional(),
          }),
          finish_reason: finishReason.nullable(),
        }),
      ),
      usage: usage.optional(),
    }),
  };
}

function taskSchemas(): Record<string, z.ZodType> {
  const task = z.object({
    id: z.string(),
    object: z.literal('task'),
    ...taskPatchSchema.required().shape,
    created_at: seconds,
    next_run_at: seconds.nullable(),
    running: z.boolean(),
    last_run: z
      .object({
        run_id: z.string().nullable(),
        started_at: seconds,
        ended_at: seconds,
        status: z.enum(taskRunStatuses),
        text: z.string().describe('The answer, or what went wrong; its first 4,000 characters.'),
        undelivered: z
          .string()
          .nullable()
          .describe('Why the answer did not arrive where it was to go.'),
      })
      .nullable(),
    failures: count.describe('Runs in a row that failed.'),
    paused_because: z.string().nullable().describe('Why it switched itself off.'),
  }) satisfies z.ZodType<TaskCard>;
  return {
    Task: task,
    TaskList: listOf(task),
    DeletedTask: z.object({
      id: z.string(),
      object: z.literal('task.deleted'),
      deleted: z.literal(true),
    }),
    TaskRunStarted: z.object({
      id: z.string(),
      object: z.literal('task.run'),
      run_id: z.string(),
    }),
  };
}
