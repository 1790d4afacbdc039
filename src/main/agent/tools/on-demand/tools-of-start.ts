import { z } from 'zod';
import { isDeepStrictEqual } from 'node:util';
import { groupOfTool, mcpGroup } from '../../../../shared/tools/tool-groups.ts';
import type { FunctionTool } from '../../../model/model.ts';
import { toolError, type Tool } from '../../tool.ts';
import type { DividedTools } from './on-demand-tools.ts';

/** Definitions of those tools that belong to MCP servers. */
export function mcpDefinitions(
  tools: readonly Tool[],
  describe: (tool: Tool) => FunctionTool,
): FunctionTool[] {
  return tools.filter(isMcp).map((tool) => describe(tool));
}

/**
 * The tools of a run with those of MCP servers as its conversation began with them: servers come,
 * go and change meanwhile, above all when the host starts anew, and each change of what is offered
 * makes a service read everything again. What came later is found on demand.
 * @param atStart as {@link mcpDefinitions} gave them then
 */
export function withToolsOfStart(
  divided: DividedTools,
  atStart: readonly FunctionTool[],
  {
    describe,
    servers,
    disabled,
  }: {
    describe: (tool: Tool) => FunctionTool;
    /** Names of the MCP servers that the settings have. */
    servers: readonly string[];
    disabled: ReadonlySet<string>;
  },
): DividedTools {
  const { offered, onDemand } = divided;
  const present = offered.filter(isMcp);
  const isSame =
    present.length === atStart.length &&
    present.every((tool, index) => isDeepStrictEqual(describe(tool), atStart[index]));
  if (isSame) return divided;
  const now = new Map([...offered, ...onDemand].filter(isMcp).map((tool) => [tool.name, tool]));
  const groups = new Set(servers.map((server) => `${mcpGroup}:${server}`));
  const kept = atStart.filter(
    ({ function: { name } }) => !disabled.has(name) && groups.has(groupOfTool(name, servers)!),
  );
  const names = new Set(kept.map(({ function: { name } }) => name));
  const later = offered.filter((tool) => isMcp(tool) && !names.has(tool.name));
  return {
    offered: [
      ...offered.filter((tool) => !isMcp(tool)),
      ...kept.map((definition) =>
        asDefined(now.get(definition.function.name), definition, describe),
      ),
    ],
    onDemand: [...onDemand.filter(({ name }) => !names.has(name)), ...later],
  };
}

function isMcp({ name }: Tool): boolean {
  return groupOfTool(name)?.startsWith(`${mcpGroup}:`) === true;
}

function asDefined(
  tool: Tool | undefined,
  definition: FunctionTool,
  describe: (tool: Tool) => FunctionTool,
): Tool {
  if (tool && isDeepStrictEqual(describe(tool), definition)) return tool;
  const { name, description = '', parameters = {} } = definition.function;
  return { ...(tool ?? absent(name)), description, jsonSchema: parameters };
}

/** Stands for a tool whose server is not there. */
function absent(name: string): Tool {
  return {
    name,
    description: '',
    parameters: z.looseObject({}),
    summarize: () => '',
    execute: () =>
      Promise.resolve(
        toolError(
          `The MCP server of ${name} is not there at the moment. Go on without, or try later.`,
        ),
      ),
  };
}
