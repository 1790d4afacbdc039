import type { Agent } from '../../src/main/agent/agent.ts';
import { UpstreamError } from '../../src/main/model/upstream/errors/upstream-error.ts';
import type { RunOutcome, Usage } from '../../src/shared/run-events.ts';
import { outcome, scriptedAgent } from './test-app.ts';

/** What `says` reports. */
const saidUsage: Usage = {
  inputTokens: 7,
  cachedInputTokens: 0,
  outputTokens: 3,
  reasoningTokens: 0,
};

/** A promise and what resolves it. */
export function gate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

/** An agent that says these texts, one delta each, in one tick. */
export function says(...texts: string[]): Agent {
  return scriptedAgent((_request, { emit }): RunOutcome => {
    emit({ type: 'model.started', call: 1 });
    for (const text of texts) emit({ type: 'text.delta', text });
    return outcome({ usage: saidUsage });
  });
}

/** An agent whose model service fails after these texts. */
export function fails(kind: UpstreamError['kind'], ...before: string[]): Agent {
  return scriptedAgent((_request, { emit }) => {
    for (const text of before) emit({ type: 'text.delta', text });
    throw new UpstreamError('The model service is broken', { kind });
  });
}

/** An agent that works until it is stopped, and tells the reason. */
export function endless(): { agent: Agent; stopped: Promise<string>; started: Promise<void> } {
  const start = gate();
  let told = (_reason: string): void => {};
  const stopped = new Promise<string>((resolve) => (told = resolve));
  const agent: Agent = (_request, { emit, signal }) =>
    new Promise((_resolve, reject) => {
      emit({ type: 'text.delta', text: 'Working' });
      start.open();
      signal.addEventListener('abort', () => {
        told(String(signal.reason));
        reject(signal.reason as Error);
      });
    });
  return { agent, stopped, started: start.passed };
}
