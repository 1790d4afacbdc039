import { join } from 'node:path';
import type { TrayState } from './tray-state.ts';

/** The icon file for a state; Electron finds the `@2x` version beside it by itself. */
export function trayIconPath(
  folder: string,
  platform: NodeJS.Platform,
  state: TrayState,
  onNetwork: boolean,
): string {
  const name = onNetwork ? `${state}-network` : state;
  if (platform === 'darwin') return join(folder, 'macos', `${name}Template.png`);
  if (platform === 'win32') return join(folder, 'windows', `${name}.ico`);
  return join(folder, 'linux', `${name}.png`);
}
