import type { RunEventPayload } from '../../shared/run-events.ts';
import type { Model, ModelReply, ModelRequest } from '../model/model.ts';

/** One model call of a run, told in the run's log. */
export async function callModel(
  model: Model,
  request: ModelRequest,
  call: number,
  { emit, signal }: { emit: (event: RunEventPayload) => void; signal: AbortSignal },
): Promise<ModelReply> {
  emit({ type: 'model.started', call });
  const startedAt = performance.now();
  const reply = await model.complete(request, {
    onText: (text) => emit({ type: 'text.delta', text }),
    onReasoning: (text) => emit({ type: 'reasoning.delta', text }),
    signal,
  });
  emit({
    type: 'model.finished',
    call,
    ms: Math.round(performance.now() - startedAt),
    finishReason: reply.finishReason,
    usage: reply.usage,
  });
  return reply;
}
