import { app, dialog, shell } from 'electron';
import { chatBoxLink, nextChatLink } from '../../../../shared/clients/links.ts';
import type { Host } from '../../../host.ts';
import type { DesktopFeed } from '../../state/desktop-feed.ts';
import { serverUrl } from '../../state/server-view.ts';
import type { Updates } from '../../updates/updates.ts';
import { isAllowedLink } from '../../window/external-links.ts';
import type { CallHandlers } from '../handle-calls.ts';

/** Where NextChat is when the person named no other address. */
const nextChatAddress = 'https://app.nextchat.dev';

type AppCalls = Pick<
  CallHandlers,
  | 'getState'
  | 'chooseFolder'
  | 'openClientLink'
  | 'openExternal'
  | 'openDataFolder'
  | 'showApprovals'
  | 'quit'
  | 'checkForUpdates'
  | 'installUpdate'
>;

/** What belongs to the app itself: its state, folders, links and updates. */
export function appCalls(
  host: Host,
  parts: { feed: DesktopFeed; updates: Updates; showApprovals: () => void },
): AppCalls {
  const { settings, secrets, server, dataDir } = host;
  return {
    getState: () => parts.feed.current(),
    async chooseFolder({ current }) {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: 'Choose a folder',
        defaultPath: current || undefined,
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async openClientLink({ client, address }) {
      const connection = {
        baseUrl: `${serverUrl(server, settings.current.server)}/v1`,
        model: settings.current.server.modelId,
        contextWindow: settings.current.model.contextWindow,
        key: secrets.get('apiKey') ?? '',
      };
      await shell.openExternal(
        client === 'chatbox'
          ? chatBoxLink(connection)
          : nextChatLink(address ?? nextChatAddress, connection),
      );
    },
    async openExternal({ url }) {
      if (!isAllowedLink(url)) throw new Error('This link is not among those the app opens.');
      await shell.openExternal(url);
    },
    async openDataFolder() {
      const problem = await shell.openPath(dataDir);
      if (problem) throw new Error(problem);
    },
    showApprovals: parts.showApprovals,
    quit: () => app.quit(),
    checkForUpdates: () => parts.updates.check(),
    installUpdate: () => parts.updates.install(),
  };
}
