/** The form of a rule that "always allow" saves: its name, and what it covers. */
const saved = /^([a-z-]+): (.+)$/s;
const mcp = /^mcp:([^/]+)\/(.+)$/s;
/** As on Windows; elsewhere only earlier versions wrote it so. */
const windows = /^([a-z-]+):(.+)$/s;

/**
 * What an answer of "always allow" covers, for people.
 * @param entry as the settings keep it
 */
export function describeAllowed(entry: string, platform = 'linux'): string {
  const [, server, tool] = mcp.exec(entry) ?? [];
  if (server !== undefined) return `${tool} of the MCP server ${server}, whatever its arguments`;
  const form = platform === 'win32' ? windows : saved;
  const [, rule, covers] = form.exec(entry) ?? [];
  return rule === undefined || covers === undefined
    ? `${entry} — from an earlier version: covers nothing any more`
    : `${covers.trim()} — ${rule.replaceAll('-', ' ')}`;
}
