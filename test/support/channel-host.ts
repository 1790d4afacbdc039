import type { SettingsPatch } from '../../src/shared/settings.ts';
import type { Channels } from '../../src/main/channels/channels.ts';
import { startScriptedUpstream, type ScriptedUpstream } from './scripted-upstream.ts';
import { startTelegramServer, type TelegramServer } from './telegram-server.ts';
import { startTestHost, type TestHost } from './test-host.ts';

/** A host with a Telegram channel, the model service and the Bot API server that it asks. */
export interface ChannelHost {
  server: TelegramServer;
  upstream: ScriptedUpstream;
  host: TestHost;
  channels: Channels;
  close(): Promise<void>;
}

/** Starts all of it; the channel is connected. */
export async function startChannelHost(
  options: { telegram?: SettingsPatch['telegram']; settings?: SettingsPatch } = {},
): Promise<ChannelHost> {
  const server = await startTelegramServer();
  server.rates = { burst: 99, perSecond: 99, groupPerMinute: 99, allPerSecond: 99 };
  const upstream = await startScriptedUpstream();
  upstream.replyToModelList({
    body: {
      object: 'list',
      data: ['test-model', 'other-model'].map((id) => ({ id, object: 'model', created: 0 })),
    },
  });
  const host = await startTestHost({
    upstream: upstream.url,
    settings: {
      ...options.settings,
      telegram: { enabled: true, apiRoot: server.root, ...options.telegram },
    },
  });
  host.host.secrets.set('telegramToken', server.token);
  const { channels } = host.host;
  await server.until(() => channels.state('telegram').status === 'connected', 'the connection');
  return {
    server,
    upstream,
    host,
    channels,
    async close() {
      await host.close();
      await upstream.close();
      await server.close();
    },
  };
}
