import type { FunctionCall, RunOutcome, Usage } from '../../../shared/run-events.ts';
import { addUsage, noUsage } from '../../../shared/run-events.ts';
import { estimateTokens, textOf } from '../../model/conversation/measure.ts';
import type { ChatMessage, FunctionTool, Model, ModelReply } from '../../model/model.ts';
import type { AgentRequest, AgentResult, AgentRun } from '../agent.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { askedToGoOn } from '../prompt/go-on.ts';
import { firstWords } from './first-words.ts';
import { callModel } from './call-model.ts';
import type { Compress } from './compression.ts';
import { summaryOf, withSummary, type KeptSummary } from '../conversation/kept-summaries.ts';
import { callTools } from './call-tools.ts';
import { untilItFits } from './until-it-fits.ts';
import { countCalls, leftOverOf } from './left-over.ts';
import { offerTools } from './tool-choice.ts';
import type { CallPaths, Tool } from '../tool.ts';

export interface LoopParts {
  model: Model;
  /** The server tools of this run; see `offerTools` for what a client tool of the same name does. */
  tools: Tool[];
  /** Tools that the model finds when it needs them; it may also call them by their own names. */
  onDemand?: readonly Tool[];
  /** The tool as the model is told of it. */
  describe: (tool: Tool) => FunctionTool;
  approvals: Approvals;
  /** Takes the keys of this program out of what a tool answers. */
  redactKeys: (text: string) => string;
  /** Puts around the conversation what goes to the model with it: system prompt and context. */
  layer: (messages: readonly ChatMessage[]) => ChatMessage[];
  /** Absolute path. */
  workspace: string;
  /** Makes what follows the paths of one call. */
  callPaths: (conversationId: string) => CallPaths;
  maxIterations: number;
  /** Makes the transcript smaller before a call that would be too long; what is stored stays. */
  compress?: Compress;
  /** As {@link ModelRequest.cacheKey}. */
  cacheKey?: string;
  /** Of earlier turns of the conversation: what they stand for is not summarised again. */
  summaries?: readonly KeptSummary[];
  keepSummary?: (summary: KeptSummary) => void;
}

const limitNotice =
  'You have used all the tool rounds of this request. Do not call tools any more. Say briefly what you found out and did, and what is left to do.';

/** An answer needs some room too, in tokens. */
const leastAnswer = 1_024;

/**
 * The agent: asks the model, runs the tools it calls, and asks again, until there is an answer, a
 * call of a client tool (once its own calls of the same reply have run), or the iteration limit.
 * @throws {UpstreamError} when the model service fails; the signal's reason when aborted
 */
export async function runLoop(
  request: AgentRequest,
  run: AgentRun,
  parts: LoopParts,
): Promise<AgentResult> {
  const { model, maxIterations } = parts;
  const cacheKey = parts.cacheKey === undefined ? {} : { cacheKey: parts.cacheKey };
  const offered = offerTools(request.clientTools, parts.tools, parts.describe, request.toolChoice);
  const clientNames = new Set(offered.client.map((tool) => tool.function.name));
  const onDemand = new Map((parts.onDemand ?? []).map((tool) => [tool.name, tool]));
  const tools = new Map([
    ...onDemand,
    ...[...offered.server].map(([name, { tool }]) => [name, tool] as const),
  ]);
  const serverTools = [...offered.server.values()].map(({ definition }) => definition);
  const added: ChatMessage[] = [];
  /** The whole conversation. */
  const whole: ChatMessage[] = askedToGoOn(request.messages);
  /** As the model gets it: with a summary, or shortened, where it is long. */
  let transcript = withSummary(whole, parts.summaries ?? []);
  const { resumption } = run;
  let usage: Usage = resumption?.usage ?? noUsage;
  let promptTokens: number | undefined;
  let toolCallsLeft = request.maxToolCalls ?? Number.POSITIVE_INFINITY;

  const append = (...messages: ChatMessage[]): void => {
    transcript.push(...messages);
    whole.push(...messages);
  };
  const add = (message: ChatMessage): void => {
    append(message);
    added.push(message);
    run.record(message);
  };
  const end = (outcome: Omit<RunOutcome, 'usage' | 'clientToolCalls'>): AgentResult => ({
    outcome: { clientToolCalls: [], ...outcome, usage },
    messages: added,
  });
  const endWithCalls = (clientToolCalls: FunctionCall[]): AgentResult => ({
    outcome: { status: 'completed', finishReason: 'tool_calls', clientToolCalls, usage },
    messages: added,
  });
  const ask = async (call: number, offer: FunctionTool[]): Promise<ModelReply> => {
    const compress = async (fittingTokens?: number): Promise<boolean> => {
      if (!parts.compress) return false;
      const before = transcript;
      const tokens = promptTokens ?? estimateTokens(parts.layer(before));
      const compressed = await parts.compress(before, tokens, run, fittingTokens);
      transcript = compressed.messages;
      if (compressed.summarised) {
        const [summary, ...later] = transcript;
        const kept = summaryOf(whole, whole.length - later.length, textOf(summary!));
        if (kept) parts.keepSummary?.(kept);
      }
      if (compressed.usage) usage = addUsage(usage, compressed.usage);
      return transcript !== before;
    };
    await compress();
    const choice = offer.length > 0 ? offered.choice : undefined;
    const { parameters } = request;
    const { reply, usage: spent } = await untilItFits(
      () => {
        const messages = parts.layer(transcript);
        const asked = { messages, tools: offer, parameters, ...cacheKey };
        return callModel(model, choice ? { ...asked, toolChoice: choice } : asked, call, run);
      },
      async (fittingTokens) => {
        const beside =
          estimateTokens(parts.layer(transcript), offer) - estimateTokens(transcript) + leastAnswer;
        const room = Math.max(fittingTokens - beside, leastAnswer);
        const shortened = await compress(room);
        if (shortened) run.emit({ type: 'run.notice', call, ...shortenedNotice(fittingTokens) });
        return shortened;
      },
    );
    usage = addUsage(usage, spent);
    promptTokens = reply.usage?.inputTokens;
    return reply;
  };
  let acting = false;
  const runTools = async (calls: FunctionCall[]): Promise<void> => {
    if (!acting) await request.beforeTools?.();
    acting = true;
    toolCallsLeft -= calls.length;
    const answers = await callTools(calls, {
      tools,
      onDemand,
      approvals: parts.approvals,
      ...(request.approvals === undefined ? {} : { approvalsAtMost: request.approvals }),
      client: request.client,
      asked: firstWords(request.messages),
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
  };

  if (resumption) {
    append(...resumption.messages);
    added.push(...resumption.messages);
    const left = leftOverOf(resumption, (name) => clientNames.has(name));
    toolCallsLeft -= countCalls(resumption.messages) - left.calls.length;
    for (const answer of left.answers) add(answer);
    if (left.calls.length > 0) await runTools(left.calls);
    if (left.clientCalls.length > 0) return endWithCalls(left.clientCalls);
  }
  let reminded = false;
  for (let call = (resumption?.calls ?? 0) + 1; call <= maxIterations; call += 1) {
    const withOurs = toolCallsLeft > 0 && !reminded;
    request.steer?.().forEach(add);
    const reply = await ask(call, withOurs ? [...offered.client, ...serverTools] : offered.client);
    const clientCalls = reply.toolCalls.filter(({ name }) => clientNames.has(name));
    const calls = reply.toolCalls
      .filter(({ name }) => !clientNames.has(name))
      .slice(0, toolCallsLeft);
    // A reply cut off in the middle of a call has arguments that nobody should run.
    if (reply.finishReason === 'length' || calls.length + clientCalls.length === 0) {
      add(assistantMessage(reply, clientCalls));
      if (clientCalls.length > 0) return endWithCalls(clientCalls);
      if (!offered.callDemanded || reminded || reply.finishReason !== 'stop') {
        return end(outcomeOf(reply));
      }
      reminded = true;
      append({ role: 'user', content: demandNotice([...clientNames]) });
      continue;
    }
    add(assistantMessage(reply, [...calls, ...clientCalls]));
    if (calls.length > 0) await runTools(calls);
    if (clientCalls.length > 0) return endWithCalls(clientCalls);
  }

  append({
    role: 'user',
    content: offered.callDemanded ? demandNotice([...clientNames]) : limitNotice,
  });
  const last = await ask(maxIterations + 1, offered.callDemanded ? offered.client : []);
  const clientCalls = last.toolCalls.filter(({ name }) => clientNames.has(name));
  add(assistantMessage(last, clientCalls));
  if (clientCalls.length > 0) return endWithCalls(clientCalls);
  return end({ status: 'incomplete', incompleteReason: 'max_iterations', finishReason: 'length' });
}

function shortenedNotice(tokens: number): { text: string; shown: boolean } {
  const text = `The conversation was longer than the model reads: older turns and long outputs were shortened, to about ${tokens.toLocaleString('en')} tokens in all`;
  return { text, shown: false };
}

/** For a model that answers in words where the client waits for a call. */
function demandNotice(names: string[]): string {
  return `The client takes no answer in words. Call ${names.join(' or ')} now, with what you have found out.`;
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
