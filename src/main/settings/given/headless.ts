import type { ConfinementStatus } from '../../../shared/safety/confinement.ts';
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

/**
 * Says of a refusal to open the network to everyone that it was `--no-key` that asked for it.
 * @returns the error to show; any other one as it is
 */
export function explainOpenNetwork(
  error: unknown,
  { current, locked }: Pick<SettingsStore, 'current' | 'locked'>,
): unknown {
  const lock = locked.find(({ path, name }) => path === 'secret.apiKey' && name === '--no-key');
  if (!lock || (error as { code?: unknown } | null)?.code !== 'key_required') return error;
  const message =
    `${current.server.host} is reached from the network, where everyone could then use this ` +
    'computer through the agent. Leave --no-key out, or listen on 127.0.0.1';
  return new SettingsError([{ path: lock.name, message }], { cause: error });
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

/** One line on the wall around what the agent starts. */
export function describeConfinement({ state, reason }: ConfinementStatus): string {
  const words = { on: 'on', unavailable: 'none', off: 'off' };
  return `Wall around commands: ${words[state]}. ${reason}`;
}
