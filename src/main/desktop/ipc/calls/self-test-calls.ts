import type { Host } from '../../../host.ts';
import { runSelfTest } from '../../../self-test/run-self-test.ts';
import type { CallHandlers } from '../handle-calls.ts';
import { createPageTest } from '../page-test.ts';
import { push } from '../push.ts';

type SelfTestCalls = Pick<CallHandlers, 'runSelfTest' | 'stopSelfTest'>;

/** Calling the running server as a client does; its steps are pushed as they go. */
export function selfTestCalls({ server, settings, secrets }: Host): SelfTestCalls {
  const test = createPageTest();
  return {
    async runSelfTest({ client }, sender) {
      const { url } = server.state;
      if (url === undefined) throw new Error('The server is not running. Turn it on first.');
      return test.run(sender, (signal) =>
        runSelfTest(client, {
          baseUrl: `${url}/v1`,
          key: secrets.get('apiKey'),
          model: settings.current.server.modelId,
          onStep: (step) => push(sender, 'selfTest', step),
          signal,
        }),
      );
    },
    stopSelfTest: test.stop,
  };
}
