import type { FunctionCall, RunOutcome, Usage } from '../../../shared/run-events.ts';
import { addUsage, noUsage } from '../../../shared/run-events.ts';
import type { ChatMessage, FunctionTool, Model, ModelReply } from '../../model/model.ts';
import type { AgentRequest, AgentResult, AgentRun } from '../agent.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { callModel } from './call-model.ts';
import type { Compress } from './compression.ts';
import { callTools } from './call-tools.ts';
import { offerTools } from './tool-choice.ts';
import type { CallPaths, Tool } from '../tool.ts';

export interface LoopParts {
  model: Model;
  /** The server tools of this run; a client tool of the same name takes precedence. */
  tools: Tool[];
  /** The tool as the model is told of it. */
  describe: (tool: Tool) => FunctionTool;
  approvals: Approvals;
  /** Takes the keys of this program out of what a tool answers. */
  redactKeys: (text: string) => string;
  systemPrompt: string;
  /** Absolute path. */
  workspace: string;
  /** Makes what follows the paths of one call. */
  callPaths: () => CallPaths;
  maxIterations: number;
  /** Makes the transcript smaller before a call that would be too long; what is stored stays. */
  compress?: Compress;
}

const limitNotice =
  'You have used all the tool rounds of this request. Do not call tools any more. Say briefly what you found out and did, and what is left to do.';

/**
 * The agent: asks the model, runs the tools it calls, and asks again, until there is an answer, a
 * call of a client tool, or the iteration limit.
 * @throws {UpstreamError} when the model service fails; the signal's reason when aborted
 */
export async function runLoop(
  request: AgentRequest,
  run: AgentRun,
  parts: LoopParts,
): Promise<AgentResult> {
  const { model, maxIterations } = parts;
  const offered = offerTools(
    request.clientTools,
    parts.tools.map(parts.describe),
    request.toolChoice,
  );
  const clientNames = new Set(offered.client.map((tool) => tool.function.name));
  const serverNames = new Set(offered.server.map((tool) => tool.function.name));
  const tools = new Map(
    parts.tools.filter((tool) => serverNames.has(tool.name)).map((tool) => [tool.name, tool]),
  );
  const added: ChatMessage[] = [];
  let transcript: ChatMessage[] = [
    { role: 'system', content: parts.systemPrompt },
    ...request.messages,
  ];
  let usage: Usage = noUsage;
  let promptTokens: number | undefined;
  let toolCallsLeft = request.maxToolCalls ?? Number.POSITIVE_INFINITY;

  const add = (message: ChatMessage): void => {
    transcript.push(message);
    added.push(message);
    run.record(message);
  };
  const end = (outcome: Omit<RunOutcome, 'usage' | 'clientToolCalls'>): AgentResult => ({
    outcome: { clientToolCalls: [], ...outcome, usage },
    messages: added,
  });
  const ask = async (call: number, withTools: boolean): Promise<ModelReply> => {
    if (parts.compress) {
      const compressed = await parts.compress(transcript, promptTokens, run);
      transcript = compressed.messages;
      if (compressed.usage) usage = addUsage(usage, compressed.usage);
    }
    const serverTools = toolCallsLeft > 0 ? offered.server : [];
    const reply = await callModel(
      model,
      {
        messages: transcript,
        tools: withTools ? [...offered.client, ...serverTools] : [],
        ...(withTools && offered.choice ? { toolChoice: offered.choice } : {}),
        parameters: request.parameters,
      },
      call,
      run,
    );
    if (reply.usage) usage = addUsage(usage, reply.usage);
    promptTokens = reply.usage?.inputTokens;
    return reply;
  };

  for (let call = 1; call <= maxIterations; call += 1) {
    const reply = await ask(call, true);
    const clientCalls = reply.toolCalls.filter(({ name }) => clientNames.has(name));
    if (clientCalls.length > 0) {
      // Server calls of the same reply are left for later: their results could not be handed on to
      // a stateless client, and the model asks again once it has the client's answers.
      add(assistantMessage(reply, clientCalls));
      return {
        outcome: {
          status: 'completed',
          finishReason: 'tool_calls',
          clientToolCalls: clientCalls,
          usage,
        },
        messages: added,
      };
    }
    const calls = reply.toolCalls.slice(0, toolCallsLeft);
    if (calls.length === 0 || reply.finishReason === 'length') {
      // A reply cut off in the middle of a call has arguments that nobody should run.
      add(assistantMessage(reply, []));
      return end(outcomeOf(reply));
    }
    add(assistantMessage(reply, calls));
    toolCallsLeft -= calls.length;
    const answers = await callTools(calls, {
      tools,
      approvals: parts.approvals,
      client: request.client,
      callPaths: parts.callPaths,
      redactKeys: parts.redactKeys,
      emit: run.emit,
      context: {
        workspace: parts.workspace,
        runId: run.runId,
        conversationId: request.conversationId,
        signal: run.signal,
      },
    });
    answers.forEach(add);
  }

  transcript.push({ role: 'user', content: limitNotice });
  const summary = await ask(maxIterations + 1, false);
  add(assistantMessage(summary, []));
  return end({ status: 'incomplete', incompleteReason: 'max_iterations', finishReason: 'length' });
}

function outcomeOf(reply: ModelReply): Omit<RunOutcome, 'usage' | 'clientToolCalls'> {
  if (reply.finishReason === 'length') {
    return {
      status: 'incomplete',
      incompleteReason: 'max_output_tokens',
      finishReason: 'length',
    };
  }
  if (reply.finishReason === 'content_filter') {
    return {
      status: 'incomplete',
      incompleteReason: 'content_filter',
      finishReason: 'content_filter',
    };
  }
  return { status: 'completed', finishReason: 'stop' };
}

function assistantMessage({ text, extras }: ModelReply, calls: FunctionCall[]): ChatMessage {
  if (calls.length === 0) return { role: 'assistant', content: text };
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    tool_calls: calls.map((call) => ({
      id: call.id,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    })),
    ...(extras ? { serviceExtras: extras } : {}),
  };
}
