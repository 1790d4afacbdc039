import type { TestResult } from '../../../shared/desktop-state.ts';
import type { Host } from '../../host.ts';
import { pushMs } from '../state/desktop-feed.ts';
import { paced } from '../state/paced.ts';
import type { CallHandlers } from './handle-calls.ts';
import { push } from './push.ts';

type ModelCalls = Pick<
  CallHandlers,
  'listModels' | 'findLocalServers' | 'testConnection' | 'stopTestConnection'
>;

/** Trying out the model service, and finding those on this computer. */
export function modelCalls(host: Host): ModelCalls {
  let stopTest = (): void => {};
  return {
    listModels: () => Promise.resolve([]),
    findLocalServers: () => Promise.resolve([]),
    async testConnection(_input, sender): Promise<TestResult> {
      stopTest();
      const abort = new AbortController();
      stopTest = () => abort.abort(new Error('The test was stopped.'));
      const started = performance.now();
      const since = (): number => Math.round(performance.now() - started);
      let reply = '';
      let firstTokenMs: number | null = null;
      const pace = paced(pushMs, () => push(sender, 'testConnection', { text: reply }));
      try {
        const { usage } = await host.model().complete(
          {
            messages: [
              { role: 'user', content: 'Answer with one short sentence: do you hear me?' },
            ],
            tools: [],
            parameters: {},
          },
          {
            signal: abort.signal,
            onText: (text) => {
              firstTokenMs ??= since();
              reply += text;
              pace.request();
            },
            onReasoning: () => (firstTokenMs ??= since()),
          },
        );
        return { ok: true, reply, firstTokenMs, totalMs: since(), usage, error: null };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { ok: false, reply, firstTokenMs, totalMs: since(), usage: null, error: message };
      } finally {
        pace.end();
      }
    },
    stopTestConnection: () => stopTest(),
  };
}
