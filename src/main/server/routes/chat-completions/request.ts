import { z } from 'zod';
import type { AgentRequest } from '../../../agent/agent.ts';
import { invalidRequest } from '../../errors/api-error.ts';
import type { ReadFileText } from '../../../documents/read-file-text.ts';
import {
  customNames,
  parseTools,
  refuseUnmetChoice,
  toolChoice,
} from '../../requests/schemas/function-tool.ts';
import { modelParameters, setParameters } from '../../requests/schemas/model-parameters.ts';
import { parse } from '../../requests/schemas/parse.ts';
import { unavailableOptions } from '../../requests/schemas/unavailable-options.ts';
import { readMessages } from './messages.ts';

const noFunctions = 'this form is out of use; declare the functions in "tools".';

/** The body of a chat completions request; messages and tools are checked one by one. */
export const chatBody = modelParameters.extend({
  model: z.string().nullish().describe('Echoed; the model that answers is a setting.'),
  messages: z.array(z.unknown(), 'must be a non-empty array').min(1, 'must be a non-empty array'),
  stream: z.boolean().nullish().describe('Whether the answer comes as server-sent events.'),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: toolChoice.nullish(),
  reasoning: z.object({ effort: z.string().nullish() }).nullish(),
  ...unavailableOptions.shape,
  // Some programs send an empty list and "auto" along with `tools`: they ask for nothing.
  functions: z
    .array(z.unknown(), noFunctions)
    .max(0, noFunctions)
    .nullish()
    .describe('Not possible: `tools` took its place.'),
  function_call: z
    .enum(
      ['auto', 'none'],
      'this form is out of use; say it with "tool_choice", and declare the functions in "tools".',
    )
    .nullish()
    .describe('Not possible: `tool_choice` took its place.'),
});

/** A chat completions request, checked. */
export interface ChatRequest {
  /** To be echoed; undefined when the client named none. */
  model: string | undefined;
  stream: boolean;
  includeUsage: boolean;
  /** The client's tools that take text; their calls are handed back as such. */
  customTools: ReadonlySet<string>;
  agentRequest: AgentRequest;
}

export interface ChatRequestContext {
  /** As {@link AgentRequest.owner}. */
  owner?: string;
  /** As {@link AgentRequest.remember}. */
  remember?: AgentRequest['remember'];
  conversationId: string;
  /** As {@link AgentRequest.task}. */
  task?: string;
  client: string;
  maxMessages: number;
  /** Undefined where PDF files cannot be read. */
  readFile: ReadFileText;
  /** Told the type of each tool that is no function. */
  onIgnoredTool: (type: string) => void;
}

/**
 * Turns the body of a chat completions request into what the agent takes. Unknown fields are ignored.
 * @throws {ApiError} 400 whose `param` names the field at fault
 */
export async function readChatRequest(
  raw: unknown,
  context: ChatRequestContext,
): Promise<ChatRequest> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw invalidRequest('The body must be a JSON object.');
  }
  const parsed = parse(chatBody, raw);
  if (parsed.messages.length > context.maxMessages) {
    throw invalidRequest(
      `messages: more than ${context.maxMessages} messages. Raise "Message limit" in Hermes Tray, Settings › Server to allow it.`,
      'messages',
    );
  }
  const { instructions, messages } = await readMessages(parsed.messages, context.readFile);
  const clientTools = parseTools(parsed.tools ?? [], context.onIgnoredTool);
  const choice = parsed.tool_choice ?? undefined;
  refuseUnmetChoice(choice, clientTools);
  parsed.reasoning_effort ??= parsed.reasoning?.effort;
  return {
    model: parsed.model || undefined,
    stream: parsed.stream ?? false,
    includeUsage: parsed.stream_options?.include_usage ?? false,
    customTools: customNames(parsed.tools ?? []),
    agentRequest: {
      messages,
      ...(instructions === undefined ? {} : { instructions }),
      clientTools,
      ...(choice ? { toolChoice: choice } : {}),
      parameters: setParameters(parsed),
      conversationId: context.conversationId,
      ...(context.owner === undefined ? {} : { owner: context.owner }),
      ...(context.remember ? { remember: context.remember } : {}),
      streamed: parsed.stream ?? false,
      ...(context.task === undefined ? {} : { task: context.task }),
      client: context.client,
    },
  };
}
