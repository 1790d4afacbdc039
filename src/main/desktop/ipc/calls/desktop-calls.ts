import type { Host } from '../../../host.ts';
import type { Actions } from '../../actions.ts';
import type { DesktopFeed } from '../../state/desktop-feed.ts';
import type { Updates } from '../../updates/updates.ts';
import type { Windows } from '../../window/windows.ts';
import { activityCalls } from './activity-calls.ts';
import { appCalls } from './app-calls.ts';
import { channelCalls } from './channel-calls.ts';
import type { CallHandlers } from '../handle-calls.ts';
import { logCalls } from './log-calls.ts';
import { modelCalls } from './model-calls.ts';
import { selfTestCalls } from './self-test-calls.ts';
import { serverCalls } from './server-calls.ts';
import { settingsCalls } from './settings-calls.ts';
import { taskCalls } from './task-calls.ts';
import { toolCalls } from './tool-calls.ts';

/** What the calls of the contract work on. */
export interface DesktopParts {
  host: Host;
  actions: Actions;
  feed: DesktopFeed;
  updates: Updates;
  windows: Windows;
}

/** The whole contract, handled. */
export function desktopCalls({
  host,
  actions,
  feed,
  updates,
  windows,
}: DesktopParts): CallHandlers {
  return {
    ...serverCalls(host, actions),
    ...settingsCalls(host),
    ...modelCalls(host),
    ...toolCalls(host),
    ...taskCalls(host),
    ...channelCalls(host),
    ...selfTestCalls(host),
    ...activityCalls(host, actions, () => windows.closeApprovals()),
    ...logCalls(host),
    ...appCalls(host, { feed, updates, showApprovals: () => windows.showApprovals() }),
  };
}
