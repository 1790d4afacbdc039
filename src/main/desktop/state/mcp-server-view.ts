import type { McpServerView } from '../../../shared/desktop-state.ts';
import type { McpServerStatus } from '../../agent/mcp/mcp-manager.ts';

/** What the Agent page says of an MCP server. */
export function mcpServerView({ error, words, ...server }: McpServerStatus): McpServerView {
  return { ...server, error: error ?? null, words: words ?? null };
}
