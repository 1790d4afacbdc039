import type { RunEventPayload } from '../../../shared/run-events.ts';
import type { Model, ModelReply, ModelRequest } from '../../model/model.ts';
import { answerText } from '../text/answer-text.ts';

/** One model call of a run, told in the run's log. */
export async function callModel(
  model: Model,
  request: ModelRequest,
  call: number,
  { emit, signal }: { emit: (event: RunEventPayload) => void; signal: AbortSignal },
): Promise<ModelReply> {
  emit({ type: 'model.started', call });
  const startedAt = performance.now();
  const text = answerText(request, emit);
  let reply: ModelReply;
  try {
    reply = await model.complete(request, {
      onText: text.write,
      onReasoning: (piece) => emit({ type: 'reasoning.delta', text: piece }),
      signal,
    });
  } catch (error) {
    text.end(false);
    throw error;
  }
  // A reply that was cut off runs no tools: what it says is the answer.
  text.end(reply.toolCalls.length > 0 && reply.finishReason !== 'length');
  emit({
    type: 'model.finished',
    call,
    ms: Math.round(performance.now() - startedAt),
    finishReason: reply.finishReason,
    usage: reply.usage,
  });
  return reply;
}
