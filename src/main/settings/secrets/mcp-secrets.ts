import { isRecord } from '../../../shared/is-record.ts';
import type { Settings } from '../../../shared/settings.ts';

/**
 * Headers and environment of MCP servers hold tokens as a rule. So the settings file keeps their
 * names only, each with `null` for its value, and the values are kept with the other secrets, under
 * `<server>/headers/<name>` or `<server>/env/<name>`. A value that a person writes into the settings
 * file by hand is taken as it stands, and moved to the secrets the next time the host starts.
 */
const secretParts = ['headers', 'env'] as const;

/** Values of headers and variables by `<server>/<part>/<name>`. */
export type McpValues = Record<string, string>;

/**
 * What goes into the settings file, and what among the secrets. An empty value hides nothing and
 * stays in the settings file, unless its name is in `lost`: its value could not be decrypted here,
 * but perhaps elsewhere, so it stays where it is. Gives those that are still in use as `lost`.
 */
export function splitMcpServers(
  servers: Settings['mcpServers'],
  lost: ReadonlySet<string>,
): { stored: Record<string, unknown>; values: McpValues; lost: string[] } {
  const values: McpValues = {};
  const stillLost: string[] = [];
  const stored = Object.entries(servers).map(([server, config]) => {
    const parts = secretParts.flatMap((part) => {
      const given = (config as Record<string, unknown>)[part];
      if (!isRecord(given)) return [];
      const names = Object.entries(given).map(([name, value]) => {
        const key = `${server}/${part}/${name}`;
        if (value === '' && !lost.has(key)) return [name, ''];
        if (value === '') stillLost.push(key);
        else values[key] = String(value);
        return [name, null];
      });
      return [[part, Object.fromEntries(names)]];
    });
    return [server, { ...config, ...Object.fromEntries(parts) }];
  });
  return { stored: Object.fromEntries(stored), values, lost: stillLost };
}

/**
 * The servers of a settings file with their values put back. `missing` names what has no value any
 * more, which is then empty; `plain` says that the file held values of its own.
 */
export function joinMcpServers(
  stored: Record<string, unknown>,
  values: McpValues,
): { servers: Record<string, unknown>; missing: string[]; plain: boolean } {
  const missing: string[] = [];
  let plain = false;
  const servers = Object.entries(stored).map(([server, config]) => {
    if (!isRecord(config)) return [server, config];
    const parts = secretParts.flatMap((part) => {
      const given = config[part];
      if (!isRecord(given)) return [];
      const joined = Object.entries(given).map(([name, value]) => {
        if (value !== null) {
          plain ||= value !== '';
          return [name, value];
        }
        const key = `${server}/${part}/${name}`;
        if (!Object.hasOwn(values, key)) missing.push(`${name} of the MCP server ${server}`);
        return [name, values[key] ?? ''];
      });
      return [[part, Object.fromEntries(joined)]];
    });
    return [server, { ...config, ...Object.fromEntries(parts) }];
  });
  return { servers: Object.fromEntries(servers) as Record<string, unknown>, missing, plain };
}
