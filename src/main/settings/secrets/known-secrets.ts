import { secretNames, type Settings } from '../../../shared/settings.ts';
import type { Secrets, SettingsStore } from '../settings-store.ts';
import { isRealKey } from './real-key.ts';

/** Variables of an MCP server whose names say that they hold a secret. */
const secretVariable = /key|token|secret|pass|auth|cred/i;

/** `application/json`. */
const mediaType = /^[\w.-]+\/[\w.*+-]+$/;

/**
 * Every secret value in force: what must never appear in a log, in the run inspector or in what the
 * model reads. Placeholders are none; see {@link isRealKey}.
 */
export function knownSecrets(settings: Settings, secrets: Pick<Secrets, 'get'>): string[] {
  const keys = secretNames.flatMap((name) => secrets.get(name) ?? []);
  const servers = Object.values(settings.mcpServers).flatMap((server) =>
    'url' in server
      ? Object.values(server.headers)
          .map((value) => value.replace(/^(Bearer|Basic|Token)\s+/i, ''))
          .filter((value) => !mediaType.test(value))
      : Object.entries(server.env)
          .filter(([name, value]) => secretVariable.test(name) && value !== '')
          .map(([, value]) => value),
  );
  const databaseToken = /[?&]authToken=([^&#]+)/i.exec(settings.server.databaseUrl)?.[1];
  return [...keys, ...servers, ...(databaseToken ? [databaseToken] : [])].filter(isRealKey);
}

/**
 * Tells the listener the known secrets now and after every change. Returns an unsubscribe function.
 * A value that is no longer in force stays known: it may still work elsewhere.
 */
export function watchKnownSecrets(
  settings: Pick<SettingsStore, 'current' | 'onChange'>,
  secrets: Pick<Secrets, 'get' | 'onChange'>,
  listener: (values: readonly string[]) => void,
): () => void {
  const known = new Set<string>();
  const tell = (): void => {
    for (const value of knownSecrets(settings.current, secrets)) known.add(value);
    listener([...known]);
  };
  tell();
  const ends = [settings.onChange(tell), secrets.onChange(tell)];
  return () => {
    for (const end of ends) end();
  };
}
