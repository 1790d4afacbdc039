import type { Host } from '../../../host.ts';
import { findLocalServers } from '../../../model/services/discovery.ts';
import { listModels } from '../../../model/services/list-models.ts';
import { serviceOf } from '../../../model/services/service.ts';
import { testConnection } from '../../../model/services/test-connection.ts';
import { pushMs } from '../../state/desktop-feed.ts';
import { paced } from '../../state/paced.ts';
import type { CallHandlers } from '../handle-calls.ts';
import { createPageTest } from '../page-test.ts';
import { push } from '../push.ts';

type ModelCalls = Pick<
  CallHandlers,
  'listModels' | 'findLocalServers' | 'testConnection' | 'stopTestConnection'
>;

/** Trying out the model service, and finding those on this computer. */
export function modelCalls(host: Host): ModelCalls {
  const { settings } = host;
  const test = createPageTest();
  return {
    async listModels() {
      const { current } = settings;
      if (current.model.provider === 'demo') return [];
      return listModels(serviceOf(current.model, host.providerKey()));
    },
    findLocalServers: () => findLocalServers(),
    async testConnection(_input, sender) {
      let reply = '';
      const pace = paced(pushMs, () => push(sender, 'testConnection', { text: reply }));
      const onReply = (text: string): void => {
        reply = text;
        pace.request();
      };
      try {
        return await test.run(sender, (signal) =>
          testConnection(host.model(), { onReply, signal }),
        );
      } finally {
        pace.end();
      }
    },
    stopTestConnection: test.stop,
  };
}
