import type { FixedCost, FixedCostPart } from '../../../../shared/tools/fixed-cost.ts';
import { groupOfTool } from '../../../../shared/tools/tool-groups.ts';
import { tokensIn } from '../../../model/conversation/measure.ts';
import type { FunctionTool } from '../../../model/model.ts';
import type { Tool } from '../../tool.ts';
import { describeGroups, divideTools, groupLines, withFindTools } from './on-demand-tools.ts';

export interface FixedCostParts {
  /** The core prompt. */
  core: string;
  /** Every tool that is switched on. */
  tools: readonly Tool[];
  /** Groups that the settings have offered in every request. */
  alwaysOffered: readonly string[];
  /** Names of the MCP servers. */
  servers: readonly string[];
  describe: (tool: Tool) => FunctionTool;
}

/**
 * What every request of a chat sends before the conversation, part by part. A group on demand costs
 * its line in the description of `find_tools`, which is not counted a second time there.
 */
export function fixedCostOf(parts: FixedCostParts): FixedCost {
  const { core, tools, alwaysOffered, servers, describe } = parts;
  const lengthOf = (tool: Tool): number => JSON.stringify(describe(tool)).length;
  const divided = divideTools(tools, alwaysOffered, servers, describe);
  const index = describeGroups(divided.onDemand, servers);
  const lines = groupLines(divided.onDemand, servers);
  const sent = withFindTools(divided, { index, describe, servers });
  const offered = new Set(divided.offered);

  const groups = new Map<string, Tool[]>();
  for (const tool of tools) {
    const group = groupOfTool(tool.name, servers);
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), tool]);
  }
  const inGroups = [...groups].map(([id, members]): FixedCostPart => {
    const whole = members.reduce((sum, tool) => sum + lengthOf(tool), 0);
    const isOffered = offered.has(members[0]!);
    return {
      id,
      tools: members.length,
      offered: isOffered,
      characters: isOffered ? whole : lines.has(id) ? jsonLength(`${lines.get(id)!}\n`) : 0,
      ifOffered: whole,
    };
  });
  const characters = core.length + sent.reduce((sum, tool) => sum + lengthOf(tool), 0);
  const always = sent.filter(({ name }) => groupOfTool(name, servers) === undefined);
  const counted = inGroups.reduce((sum, part) => sum + part.characters, core.length);
  const own: FixedCostPart[] = [
    { id: 'prompt', tools: 0, offered: true, characters: core.length, ifOffered: core.length },
    {
      id: 'tools',
      tools: always.length,
      offered: true,
      characters: characters - counted,
      ifOffered: characters - counted,
    },
  ];
  return { characters, tokens: tokensIn(characters), parts: [...own, ...inGroups] };
}

/** Characters that a text takes within JSON. */
function jsonLength(text: string): number {
  return JSON.stringify(text).length - 2;
}
