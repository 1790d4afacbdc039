import type { Host } from '../../host.ts';
import { runSelfTest } from '../self-test/run-self-test.ts';
import type { CallHandlers } from './handle-calls.ts';
import { push } from './push.ts';

type SelfTestCalls = Pick<CallHandlers, 'runSelfTest' | 'stopSelfTest'>;

/** Calling the running server as a client does; its steps are pushed as they go. */
export function selfTestCalls({ server, settings, secrets }: Host): SelfTestCalls {
  let current = new AbortController();
  return {
    async runSelfTest({ client }, sender) {
      const { url } = server.state;
      if (url === undefined) throw new Error('The server is not running. Turn it on first.');
      // A test that is begun anew replaces the one under way.
      current.abort(new Error('The test was started again.'));
      const abort = new AbortController();
      current = abort;
      const stop = (): void => abort.abort(new Error('The window was closed.'));
      sender.once('destroyed', stop);
      try {
        return await runSelfTest(client, {
          baseUrl: `${url}/v1`,
          key: secrets.get('apiKey'),
          model: settings.current.server.modelId,
          onStep: (step) => push(sender, 'selfTest', step),
          signal: abort.signal,
        });
      } finally {
        if (!sender.isDestroyed()) sender.off('destroyed', stop);
      }
    },
    stopSelfTest() {
      current.abort(new Error('The test was stopped.'));
    },
  };
}
