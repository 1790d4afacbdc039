import { createHash } from 'node:crypto';
import { z } from 'zod';
import { redactedInputProblem } from '../../text/redacted.ts';
import { defineTool, toolError, type Tool } from '../../tool.ts';
import type { McpConnection } from '../mcp-connection.ts';
import { McpServerError } from '../mcp-error.ts';
import type { McpLimits } from '../mcp-limits.ts';
import { toToolResult } from './mcp-result.ts';
import type { McpToolDefinition } from './tool-definition.ts';

/** Longest name that model services take for a function. */
const longestName = 64;

/**
 * The name under which the model sees a tool: `mcp_<server>_<tool>`, of letters, digits, `_` and `-`,
 * at most 64 characters, unique among `taken`, to which it is added.
 */
export function mcpToolName(server: string, tool: string, taken: Set<string>): string {
  const plain = `mcp_${server}_${tool}`.replaceAll(/[^\w-]/g, '_');
  const mark = createHash('sha256').update(`${server}\n${tool}`).digest('hex').slice(0, 8);
  const fits = plain.length <= longestName && !taken.has(plain);
  const name = fits ? plain : `${plain.slice(0, longestName - mark.length - 1)}_${mark}`;
  taken.add(name);
  return name;
}

/** The server checks its own arguments; we only see to it that there is an object of them. */
const parameters = z.looseObject({});

/** A tool of an MCP server as the agent uses it. */
export function createMcpTool(options: {
  name: string;
  server: string;
  definition: McpToolDefinition;
  connection: Pick<McpConnection, 'call'>;
  limits: Pick<McpLimits, 'description'>;
}): Tool<typeof parameters> {
  const { name, server, definition, connection, limits } = options;
  const { annotations } = definition;
  const title = definition.title ?? annotations.title ?? definition.name;
  const description = (definition.description || title).slice(0, limits.description);
  const shown = (args: Record<string, unknown>): string =>
    `${definition.name} ${JSON.stringify(args)}`;
  return defineTool({
    name,
    description: `${description}\n(From the MCP server "${server}".)`,
    parameters,
    jsonSchema: definition.inputSchema,
    summarize: (args) => shown(args).slice(0, 200),
    describeAction: (args) => `${server}: ${shown(args)}`,
    // The person chose the server, so its tools run unasked, but for those it calls destructive
    // itself, whatever else it says of them.
    assess: () =>
      annotations.destructive
        ? [
            {
              level: 'approval',
              reason: `calls "${definition.name}", which the MCP server "${server}" says may destroy things`,
              rule: `mcp:${server}/${definition.name}`,
            },
          ]
        : [],
    async execute(args, { signal }) {
      const problem = redactedInputProblem(JSON.stringify(args));
      if (problem !== undefined) return toolError(problem);
      try {
        return toToolResult(await connection.call(definition, args, signal));
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof McpServerError)) throw error;
        const message = `The MCP server "${server}" could not answer: ${error.message}`;
        return toolError(message, error.timedOut ? 'timed_out' : 'failed');
      }
    },
  });
}
