import type { z } from 'zod';
import type { ErrorCode } from '../errors/error-codes.ts';
import { approvalsQuery } from '../routes/approvals/route.ts';
import { itemPageQuery } from '../routes/responses/request/input-items.ts';
import { retrieveQuery } from '../routes/responses/route.ts';

/** A request header: what it is for, and what it may hold. */
interface HeaderField {
  description: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
}

/** One method of one path, as the document describes it. */
export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** Below `/v1`: `/runs/{id}`. */
  path: string;
  summary: string;
  description?: string;
  /** What it belongs to. */
  tag:
    | 'Health'
    | 'Models'
    | 'Chat completions'
    | 'Embeddings'
    | 'Responses'
    | 'Conversations'
    | 'Runs'
    | 'Approvals'
    | 'Tasks';
  /** The name of the schema of the request's body. */
  body?: string;
  bodyMayBeLeftOut?: boolean;
  query?: z.ZodObject;
  /** Request headers by name, and what they are for. */
  headers?: Readonly<Record<string, HeaderField>>;
  /** The name of the schema of the JSON it answers; `object` where it is described elsewhere. */
  answer?: string;
  /** The name of the schema of the data of each server-sent event, where it can stream. */
  events?: string;
  /** Beside those that every operation has. */
  errors?: readonly ErrorCode[];
  /** Whether it asks for no key. */
  open?: boolean;
}

const bodyErrors = [
  'invalid_request_error',
  'request_timeout',
  'body_too_large',
  'unsupported_media_type',
  'headers_too_large',
] as const satisfies readonly ErrorCode[];

const runErrors = [
  ...bodyErrors,
  'idempotency_key_reused',
  'run_failed_after_tools',
  'run_cancelled',
  'rate_limit_exceeded',
  'upstream_error',
  'upstream_timeout',
  'server_stopped',
  'store_unavailable',
] as const satisfies readonly ErrorCode[];

const storedErrors = [
  'response_not_found',
  'store_unavailable',
] as const satisfies readonly ErrorCode[];

const conversationErrors = [
  'conversation_not_found',
  'store_unavailable',
] as const satisfies readonly ErrorCode[];

const taskErrors = [
  'tasks_not_allowed',
  'store_unavailable',
] as const satisfies readonly ErrorCode[];

const idempotencyKey: HeaderField = {
  description: 'The same key with the same body within 24 hours is answered by the run it began.',
  minLength: 1,
  maxLength: 255,
};
const sessionId: HeaderField = {
  description:
    'Groups the requests of one chat, so that background processes and the todo list last.',
};

/** Every operation of the API. */
export const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/health',
    summary: 'Whether the server is there',
    tag: 'Health',
    answer: 'Health',
    open: true,
  },
  {
    method: 'get',
    path: '/health/detailed',
    summary: 'Runs, queue, store, model service, MCP servers and memory',
    tag: 'Health',
    answer: 'DetailedHealth',
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    tag: 'Health',
    answer: 'object',
  },
  {
    method: 'get',
    path: '/models',
    summary: 'The one model',
    tag: 'Models',
    answer: 'ModelList',
  },
  {
    method: 'get',
    path: '/models/{id}',
    summary: 'The model by its id, which may hold slashes',
    tag: 'Models',
    answer: 'Model',
    errors: ['model_not_found'],
  },
  {
    method: 'post',
    path: '/chat/completions',
    summary: 'Ask the agent; nothing is remembered',
    description:
      'With `stream: true` the answer is server-sent events, each a chunk, and `data: [DONE]` at the end. An error after the first event comes as an event with the body of an error.',
    tag: 'Chat completions',
    body: 'ChatCompletionRequest',
    headers: { 'Idempotency-Key': idempotencyKey, 'X-Hermes-Session-Id': sessionId },
    answer: 'ChatCompletion',
    events: 'ChatCompletionChunk',
    errors: runErrors,
  },
  {
    method: 'post',
    path: '/completions',
    summary: 'The old form of the same: a prompt in, text out',
    tag: 'Chat completions',
    body: 'CompletionRequest',
    headers: { 'Idempotency-Key': idempotencyKey, 'X-Hermes-Session-Id': sessionId },
    answer: 'Completion',
    events: 'Completion',
    errors: runErrors,
  },
  {
    method: 'post',
    path: '/embeddings',
    summary: 'Embeddings of the model service, passed on',
    tag: 'Embeddings',
    body: 'EmbeddingsRequest',
    answer: 'Embeddings',
    errors: [
      ...bodyErrors,
      'embeddings_not_available',
      'rate_limit_exceeded',
      'upstream_error',
      'upstream_timeout',
    ],
  },
  {
    method: 'post',
    path: '/responses',
    summary: 'Ask the agent in a conversation that is remembered',
    description:
      'With `stream: true` the answer is server-sent events named by their type, and `data: [DONE]` at the end. With `background: true` the response is answered at once, queued.',
    tag: 'Responses',
    body: 'ResponseRequest',
    headers: { 'Idempotency-Key': idempotencyKey },
    answer: 'Response',
    events: 'ResponseEvent',
    errors: [
      ...runErrors,
      'previous_response_not_found',
      'conversation_not_found',
      'item_not_found',
    ],
  },
  {
    method: 'get',
    path: '/responses/{id}',
    summary: 'A response as it stands, or its stream from the beginning or from an event on',
    tag: 'Responses',
    query: retrieveQuery,
    answer: 'Response',
    events: 'ResponseEvent',
    errors: ['invalid_request_error', ...storedErrors],
  },
  {
    method: 'delete',
    path: '/responses/{id}',
    summary: 'Delete a response; turns that build on it keep working',
    tag: 'Responses',
    answer: 'DeletedResponse',
    errors: storedErrors,
  },
  {
    method: 'post',
    path: '/responses/{id}/cancel',
    summary: 'Stop a response that is under way',
    tag: 'Responses',
    answer: 'Response',
    errors: storedErrors,
  },
  {
    method: 'get',
    path: '/responses/{id}/input_items',
    summary: 'The input of a response, page by page',
    tag: 'Responses',
    query: itemPageQuery,
    answer: 'ItemList',
    errors: ['invalid_request_error', ...storedErrors, 'item_not_found'],
  },
  {
    method: 'post',
    path: '/conversations',
    summary: 'Make a conversation, with its first items if there are any',
    tag: 'Conversations',
    body: 'NewConversation',
    bodyMayBeLeftOut: true,
    answer: 'Conversation',
    errors: [...bodyErrors, 'item_not_found', 'store_unavailable'],
  },
  {
    method: 'get',
    path: '/conversations/{id}',
    summary: 'A conversation by its id, or by the name that responses gave it',
    tag: 'Conversations',
    answer: 'Conversation',
    errors: conversationErrors,
  },
  {
    method: 'post',
    path: '/conversations/{id}',
    summary: 'Change the metadata of a conversation',
    tag: 'Conversations',
    body: 'ConversationUpdate',
    answer: 'Conversation',
    errors: [...bodyErrors, ...conversationErrors],
  },
  {
    method: 'delete',
    path: '/conversations/{id}',
    summary: 'Delete a conversation; its responses stay',
    tag: 'Conversations',
    answer: 'DeletedConversation',
    errors: conversationErrors,
  },
  {
    method: 'get',
    path: '/conversations/{id}/items',
    summary: 'What was said in a conversation, page by page',
    tag: 'Conversations',
    query: itemPageQuery,
    answer: 'ItemList',
    errors: ['invalid_request_error', ...conversationErrors, 'item_not_found'],
  },
  {
    method: 'post',
    path: '/conversations/{id}/items',
    summary: 'Add items to a conversation, behind all others',
    tag: 'Conversations',
    body: 'NewItems',
    answer: 'ItemList',
    errors: [...bodyErrors, ...conversationErrors, 'item_not_found'],
  },
  {
    method: 'get',
    path: '/conversations/{id}/items/{item}',
    summary: 'An item of a conversation',
    tag: 'Conversations',
    answer: 'Item',
    errors: [...conversationErrors, 'item_not_found'],
  },
  {
    method: 'delete',
    path: '/conversations/{id}/items/{item}',
    summary: 'Take an item out of a conversation; the model does not know it any more',
    tag: 'Conversations',
    answer: 'Conversation',
    errors: [...conversationErrors, 'item_not_found'],
  },
  {
    method: 'get',
    path: '/runs',
    summary: 'The runs under way and the latest that are over',
    tag: 'Runs',
    answer: 'RunList',
  },
  {
    method: 'get',
    path: '/runs/{id}',
    summary: 'A run',
    tag: 'Runs',
    answer: 'Run',
    errors: ['run_not_found'],
  },
  {
    method: 'get',
    path: '/runs/{id}/events',
    summary: 'The log of a run, from its beginning until it ends',
    tag: 'Runs',
    headers: {
      'Last-Event-ID': {
        description: 'Only events after this one are sent; empty: all.',
        pattern: '^[0-9]{0,15}$',
      },
    },
    events: 'RunEvent',
    errors: ['invalid_request_error', 'run_not_found'],
  },
  {
    method: 'post',
    path: '/runs/{id}/cancel',
    summary: 'Stop a run and everything it started',
    tag: 'Runs',
    answer: 'Run',
    errors: ['run_not_found'],
  },
  {
    method: 'get',
    path: '/approvals',
    summary: 'The tool calls that wait for a decision, oldest first',
    description:
      'Whoever asks here, or holds the events of a run open, counts as somebody who can be asked for the next minute; with nobody there a call that needs approval is refused after three seconds.',
    tag: 'Approvals',
    query: approvalsQuery,
    answer: 'ApprovalList',
    errors: ['invalid_request_error', 'approvals_not_allowed'],
  },
  {
    method: 'post',
    path: '/approvals/{id}',
    summary: 'Decide over one tool call, by its id',
    tag: 'Approvals',
    body: 'ApprovalDecision',
    answer: 'DecidedApproval',
    errors: [...bodyErrors, 'approvals_not_allowed', 'approval_not_found', 'approval_over'],
  },
  {
    method: 'get',
    path: '/tasks',
    summary: 'What the agent does by itself at given times, the oldest first',
    tag: 'Tasks',
    answer: 'TaskList',
    errors: taskErrors,
  },
  {
    method: 'post',
    path: '/tasks',
    summary: 'Add a task',
    tag: 'Tasks',
    body: 'TaskInput',
    answer: 'Task',
    errors: [...bodyErrors, ...taskErrors],
  },
  {
    method: 'get',
    path: '/tasks/{id}',
    summary: 'A task',
    tag: 'Tasks',
    answer: 'Task',
    errors: [...taskErrors, 'task_not_found'],
  },
  {
    method: 'patch',
    path: '/tasks/{id}',
    summary: 'Change a task; what is left out stays',
    description: 'Switched on again, a task that was paused has no failures.',
    tag: 'Tasks',
    body: 'TaskPatch',
    answer: 'Task',
    errors: [...bodyErrors, ...taskErrors, 'task_not_found'],
  },
  {
    method: 'delete',
    path: '/tasks/{id}',
    summary: 'Remove a task; a run of it under way goes on',
    tag: 'Tasks',
    answer: 'DeletedTask',
    errors: [...taskErrors, 'task_not_found'],
  },
  {
    method: 'post',
    path: '/tasks/{id}/run',
    summary: 'Run a task now, out of turn; its run is followed at /runs/{id}',
    tag: 'Tasks',
    answer: 'TaskRunStarted',
    errors: [...taskErrors, 'task_not_found', 'task_running', 'rate_limit_exceeded'],
  },
];
