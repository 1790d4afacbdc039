import { createHash } from 'node:crypto';
import type { DesktopSession } from '../support/desktop-session.ts';
import { output, panelPixels, stable } from '../support/x-screen.ts';

/** A digest of the panel once it keeps still, to see whether the icon has changed. */
export function panelPicture({ env }: DesktopSession): Promise<string> {
  return stable('the panel', async () => {
    // An icon under the pointer is drawn differently.
    await output(env, 'xdotool', 'mousemove', '600', '700');
    return createHash('sha256')
      .update(await panelPixels(env))
      .digest('hex');
  });
}

/**
 * Opens the tray's menu and chooses an entry with the keyboard.
 * @param downs counts the entries that can be chosen, down to this one
 * @param more keys before the entry is chosen: `Right` opens a submenu
 */
export async function chooseInTray(
  session: DesktopSession,
  downs: number,
  ...more: string[]
): Promise<void> {
  await session.openTrayMenu();
  await session.key(...Array.from({ length: downs }, () => 'Down'), ...more, 'Return');
}
