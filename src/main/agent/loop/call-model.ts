import type { RunEventPayload, Usage } from '../../../shared/run-events.ts';
import { addUsage } from '../../../shared/run-events.ts';
import { estimateTokens, tokensIn } from '../../model/conversation/measure.ts';
import type { Model, ModelReply, ModelRequest } from '../../model/model.ts';
import { UpstreamError } from '../../model/upstream/errors/upstream-error.ts';
import { answerText } from '../text/answer-text.ts';

interface CallingRun {
  emit: (event: RunEventPayload) => void;
  signal: AbortSignal;
}

/**
 * One model call of a run, told in the run's log. An answer with neither text nor calls is asked for
 * once more: some services give such a one now and then, after tools above all. The most tokens that a client allows are meant for
 * the answer, and clients have small defaults: a reply that breaks off within a call because of them
 * is asked for once more without. What it had said by then is not said again.
 * @returns the reply that counts, and the usage of all that was asked for, estimated where the service
 *   counted nothing
 * @throws {UpstreamError} when the service fails, or its model answers twice with nothing
 */
export async function callModel(
  model: Model,
  request: ModelRequest,
  call: number,
  run: CallingRun,
): Promise<{ reply: ModelReply; usage: Usage }> {
  const first = await callOnce(model, request, call, run);
  if (isEmpty(first.reply)) {
    const text = `${model.name} answered with nothing; it is asked once more`;
    run.emit({ type: 'run.notice', call, text, shown: false });
    const second = await callOnce(model, request, call, run);
    if (isEmpty(second.reply)) throw emptyAnswer(model);
    return { reply: second.reply, usage: addUsage(first.usage, second.usage) };
  }
  const { max_tokens, max_completion_tokens, ...parameters } = request.parameters;
  const limit = max_completion_tokens ?? max_tokens;
  if (typeof limit !== 'number' || !brokeOffWithinCall(first.reply, limit)) return first;
  const { text: said } = first.reply;
  const held: string[] = [];
  const quiet: CallingRun = {
    ...run,
    emit: (event) => {
      if (event.type === 'text.delta' && said !== '') held.push(event.text);
      else run.emit(event);
    },
  };
  const second = await callOnce(model, { ...request, parameters }, call, quiet);
  const usage = addUsage(first.usage, second.usage);
  if (second.reply.toolCalls.length > 0 && said !== '') {
    return { reply: { ...second.reply, text: said }, usage };
  }
  for (const text of held) run.emit({ type: 'text.delta', text });
  return { reply: { ...second.reply, text: said + second.reply.text }, usage };
}

async function callOnce(
  model: Model,
  request: ModelRequest,
  call: number,
  { emit, signal }: CallingRun,
): Promise<{ reply: ModelReply; usage: Usage }> {
  emit({ type: 'model.started', call });
  const startedAt = performance.now();
  const text = answerText(request, emit);
  let reply: ModelReply;
  try {
    reply = await model.complete(request, {
      onText: text.write,
      onReasoning: (piece) => emit({ type: 'reasoning.delta', text: piece }),
      onNotice: (notice) => emit({ type: 'run.notice', call, ...notice }),
      signal,
    });
  } catch (error) {
    text.end(false);
    throw error;
  }
  // A reply that was cut off runs no tools: what it says is the answer.
  text.end(reply.toolCalls.length > 0 && reply.finishReason !== 'length');
  const usage = reply.usage ?? estimateUsage(request, reply);
  emit({
    type: 'model.finished',
    call,
    ms: Math.round(performance.now() - startedAt),
    finishReason: reply.finishReason,
    usage,
  });
  return { reply, usage };
}

/** What a call should come to where its service counts nothing. */
function estimateUsage(
  { messages, tools }: ModelRequest,
  { text, reasoning, toolCalls }: ModelReply,
): Usage {
  const called = toolCalls.reduce((sum, call) => sum + call.name.length + call.arguments.length, 0);
  const reasoningTokens = tokensIn(reasoning.length);
  return {
    inputTokens: estimateTokens(messages, tools),
    cachedInputTokens: 0,
    outputTokens: tokensIn(text.length + called) + reasoningTokens,
    reasoningTokens,
    estimated: true,
  };
}

/** Whether a model said and did nothing, and no limit was the reason. */
function isEmpty({ text, toolCalls, finishReason }: ModelReply): boolean {
  return text.trim() === '' && toolCalls.length === 0 && finishReason === 'stop';
}

function emptyAnswer({ name }: Model): UpstreamError {
  return new UpstreamError(
    `${name} answered twice with nothing: no text, and no call of a tool. Ask again, or choose another model under "Model" in Hermes Tray, Settings › Model.`,
    { kind: 'protocol' },
  );
}

/** Some services say `length` then, others only stop within the arguments. */
function brokeOffWithinCall(
  { toolCalls, finishReason, usage }: ModelReply,
  limit: number,
): boolean {
  const last = toolCalls.at(-1);
  if (!last) return false;
  if (finishReason === 'length') return true;
  return !isJson(last.arguments) && (usage?.outputTokens ?? 0) >= limit;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // That is the question.
    return false;
  }
}
