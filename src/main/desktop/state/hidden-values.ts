import type { McpServer, Settings, SettingsPatch } from '../../../shared/settings.ts';

/** Stands in a window for a value that may be a secret. */
export const hiddenValue = '••••••••';

/** The settings with every MCP header and environment value hidden; their names stay. */
export function hideValues(settings: Settings): Settings {
  const servers = Object.entries(settings.mcpServers).map(([name, server]) => [
    name,
    'url' in server
      ? { ...server, headers: hidden(server.headers) }
      : { ...server, env: hidden(server.env) },
  ]);
  return { ...settings, mcpServers: Object.fromEntries(servers) as Settings['mcpServers'] };
}

/**
 * A patch from a window with the hidden values it sent back put in place again, also those of a server
 * that has another name now. A hidden value that has nothing behind it is left out.
 */
export function restoreValues(patch: SettingsPatch, current: Settings): SettingsPatch {
  if (!patch.mcpServers) return patch;
  const { mcpServers } = patch;
  const gone = Object.keys(current.mcpServers).filter((name) => !(name in mcpServers));
  // One at a time is edited: where one is gone and one is new, it was renamed.
  const renamed = gone.length === 1 ? current.mcpServers[gone[0]!] : undefined;
  const servers = Object.entries(mcpServers).map(([name, server]): [string, McpServer] => {
    const known = current.mcpServers[name] ?? renamed;
    if ('url' in server) {
      const before = known && 'url' in known ? known.headers : {};
      return [name, { ...server, headers: restored(server.headers, before) }];
    }
    const before = known && 'command' in known ? known.env : {};
    return [name, { ...server, env: restored(server.env, before) }];
  });
  return { ...patch, mcpServers: Object.fromEntries(servers) };
}

function hidden(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, hiddenValue]));
}

function restored(
  values: Record<string, string>,
  before: Record<string, string>,
): Record<string, string> {
  const entries = Object.entries(values).flatMap(([name, value]) => {
    if (value !== hiddenValue) return [[name, value] as const];
    const known = before[name];
    return known === undefined ? [] : [[name, known] as const];
  });
  return Object.fromEntries(entries);
}
