import type { LockedSetting } from '../../../shared/settings.ts';
import { maskKey } from '../secrets/api-key.ts';
import type { SecretVault } from '../secrets/secrets.ts';
import { SettingsError } from '../settings-error.ts';
import type { SettingsStore } from '../settings-store.ts';

/**
 * Serving is all a headless host is for: with its server switched off by a variable it must not
 * start. What the desktop app saved for its own launch does not matter here.
 * @throws {SettingsError} naming the variable.
 */
export function requireServerEnabled(settings: Pick<SettingsStore, 'current' | 'locked'>): void {
  const lock = settings.locked.find(({ path }) => path === 'app.startServerOnLaunch');
  if (!lock || settings.current.app.startServerOnLaunch) return;
  const message = 'the API server is disabled, and a headless host has nothing else to do';
  throw new SettingsError([{ path: lock.name, message }]);
}

/** One line on the key that clients need and where to find it. It is shown in full only when new. */
export function describeKey(
  secrets: Pick<SecretVault, 'get' | 'path'>,
  locked: readonly LockedSetting[],
  newKey: string | undefined,
): string {
  if (newKey !== undefined) return `Key: ${newKey} (new; stored in ${secrets.path})`;
  const key = secrets.get('apiKey');
  if (key === undefined) return 'Key: none; every program on this computer may call the server';
  const lock = locked.find(({ path }) => path === 'secret.apiKey');
  return `Key: ${maskKey(key)} ${lock ? `from ${lock.name}` : `stored in ${secrets.path}`}`;
}
