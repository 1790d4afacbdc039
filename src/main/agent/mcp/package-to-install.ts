import path from 'node:path';
import type { McpServer } from '../../../shared/settings.ts';

/**
 * The package that a server's command installs before it runs it, where two installations of the same
 * one at the same time spoil it for both: npm before 11.6 writes them into one folder without a lock
 * (npm/cli issue 8224). Undefined for all others; uv has locks of its own.
 */
export function packageToInstall(server: McpServer): string | undefined {
  if (!('command' in server)) return undefined;
  const program = path.win32.basename(server.command).replace(/\.(cmd|exe|ps1)$/i, '');
  if (program !== 'npx' && program !== 'bunx') return undefined;
  const named = server.args.find((argument) => !argument.startsWith('-'));
  return named && `${program} ${named}`;
}
