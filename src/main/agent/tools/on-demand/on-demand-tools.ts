import { z } from 'zod';
import {
  groupOfTool,
  isAlwaysOffered,
  mcpGroup,
  toolGroups,
} from '../../../../shared/tools/tool-groups.ts';
import type { FunctionTool } from '../../../model/model.ts';
import { toolError, type Tool } from '../../tool.ts';
import { rankTools } from './rank-tools.ts';

/** The tools of a run, by whether the model is told of them in every request. */
export interface DividedTools {
  /** Told in every request. */
  offered: Tool[];
  /** Found by `find_tools`, run by `call_tool` or by their own names. */
  onDemand: Tool[];
}

/** Definitions that one answer of `find_tools` holds at most; of a group that is named, all up to this. */
const mostFound = 6;
const mostOfGroup = 24;

export const callToolName = 'call_tool';

const introduction = `Find further tools; answers with the definitions of those that fit, to be run with ${callToolName}. There are:\n`;

/** Services cut longer descriptions off, or refuse them. */
const longestDescription = 1_024;
/** A line of an MCP server at least, in characters: its name, and how many tools it has. */
const shortestLine = 24;

const findArgs = z.object({ query: z.string().min(1) });

const callArgs = z.object({ name: z.string().min(1), arguments: z.looseObject({}).default({}) });

/** Both are made for each run; so nothing is made of their schemas then. */
const findSchema = {
  type: 'object',
  properties: {
    query: {
      type: 'string',
      description: 'What is to be done, in a few words, or the name of a group.',
    },
  },
  required: ['query'],
};

const callSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', description: 'As find_tools gave it.' },
    arguments: {
      type: 'object',
      description: 'As its definition says.',
      properties: {},
      additionalProperties: true,
    },
  },
  required: ['name'],
};

/** Characters that the definitions of MCP servers may add to every request, all together. */
const mostMcpDefinitions = 2_000;

/**
 * Divides tools by the settings: those in a group that is not always offered are found on demand, but
 * for MCP servers whose definitions are hardly longer than the line that would name them.
 * @param always groups that are offered in every request
 * @param servers names of the MCP servers
 */
export function divideTools(
  tools: readonly Tool[],
  always: readonly string[],
  servers: readonly string[],
  describe: (tool: Tool) => FunctionTool,
): DividedTools {
  let room = mostMcpDefinitions;
  const small = new Set<string>();
  for (const server of servers) {
    const group = `${mcpGroup}:${server}`;
    const length = tools
      .filter(({ name }) => groupOfTool(name, servers) === group)
      .reduce((sum, tool) => sum + JSON.stringify(describe(tool)).length, 0);
    if (length > room) continue;
    room -= length;
    small.add(group);
  }
  const isOnDemand = ({ name }: Tool): boolean => {
    const group = groupOfTool(name, servers);
    return group !== undefined && !small.has(group) && !isAlwaysOffered(group, always);
  };
  return {
    offered: tools.filter((tool) => !isOnDemand(tool)),
    onDemand: tools.filter(isOnDemand),
  };
}

/**
 * One line for each group of these tools, for the description of `find_tools`; empty where there is
 * none. It goes out with every request, so it is short however many tools there are.
 */
export function describeGroups(onDemand: readonly Tool[], servers: readonly string[]): string {
  return [...groupLines(onDemand, servers).values()].join('\n');
}

/** The lines of {@link describeGroups} by their groups. */
export function groupLines(
  onDemand: readonly Tool[],
  servers: readonly string[],
): Map<string, string> {
  const groups = new Map<string, string[]>();
  for (const { name } of onDemand) {
    const group = groupOfTool(name, servers)!;
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  const own = toolGroups
    .filter(({ id }) => groups.has(id))
    .map(({ id, about }) => [id, `- ${id}: ${about}`] as const);
  const mcp = [...groups]
    .filter(([group]) => group.startsWith(`${mcpGroup}:`))
    .map(([group, names]) => {
      const server = group.slice(mcpGroup.length + 1);
      const short = names.map((name) => name.replace(`mcp_${server}_`, '')).join(', ');
      return [group, `- mcp_${server} (${names.length}): ${short}`] as const;
    });
  const taken = own.reduce((sum, [, line]) => sum + line.length + 1, introduction.length);
  return new Map([...own, ...shortLines(mcp, longestDescription - taken)]);
}

/**
 * The lines of MCP servers, cut evenly so that all of them stay within so many characters; of too many
 * servers the last are only counted, and are found by what they do.
 */
function shortLines(
  lines: readonly (readonly [group: string, line: string])[],
  room: number,
): (readonly [string, string])[] {
  const kept: (readonly [string, string])[] = [];
  let left = room;
  const ascending = lines.toSorted(([, a], [, b]) => a.length - b.length);
  const most = new Map(
    ascending.map(([group, line], index) => {
      const share = Math.max(shortestLine, Math.floor(left / (ascending.length - index)) - 1);
      left -= Math.min(line.length, share) + 1;
      return [group, share];
    }),
  );
  left = room;
  for (const [index, [group, line]] of lines.entries()) {
    const short = cutLine(line, most.get(group)!);
    const isLast = index === lines.length - 1;
    if (left - short.length - 1 < (isLast ? 0 : shortestLine)) {
      return [...kept, ['more', `- and ${lines.length - index} servers more`]];
    }
    left -= short.length + 1;
    kept.push([group, short]);
  }
  return kept;
}

/** The tools that a run's model is told of in every request: where some are on demand, how to get them. */
export function withFindTools(
  { offered, onDemand }: DividedTools,
  parts: Parameters<typeof createFindTools>[1],
): Tool[] {
  if (onDemand.length === 0) return offered;
  return [...offered, createFindTools(onDemand, parts), createCallTool()];
}

/**
 * The tool by which a model finds the others.
 * @param index as {@link describeGroups} made it when the conversation began
 */
function createFindTools(
  onDemand: readonly Tool[],
  {
    index,
    describe,
    servers,
  }: {
    index: string;
    describe: (tool: Tool) => FunctionTool;
    servers: readonly string[];
  },
): Tool<typeof findArgs> {
  return {
    name: 'find_tools',
    description: introduction + index,
    parameters: findArgs,
    jsonSchema: findSchema,
    summarize: ({ query }) => query,
    execute: ({ query }) => {
      const named = query
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_');
      const group = onDemand.filter(({ name }) => {
        const of = groupOfTool(name, servers)!.replace(':', '_');
        return of === named || of === `${mcpGroup}_${named}`;
      });
      const found =
        group.length > 0
          ? group.slice(0, mostOfGroup).map((tool) => describe(tool))
          : rankTools(
              query,
              onDemand.map((tool) => describe(tool)),
            ).slice(0, mostFound);
      if (found.length === 0) {
        return Promise.resolve(toolError(`No further tool fits "${query}". There are:\n${index}`));
      }
      const definitions = found.map(({ function: tool }) => JSON.stringify(tool));
      return Promise.resolve({ output: definitions.join('\n') });
    },
  };
}

/**
 * The tool by which a model runs what it found. The loop unwraps its calls, so that validation,
 * approval, events and log lines are those of the tool that is meant; what arrives here names none.
 */
function createCallTool(): Tool<typeof callArgs> {
  return {
    name: callToolName,
    description: 'Run a tool that find_tools gave.',
    parameters: callArgs,
    jsonSchema: callSchema,
    summarize: ({ name }) => name,
    execute: ({ name }) =>
      Promise.resolve(toolError(`There is no tool named "${name}". Look for it with find_tools.`)),
  };
}

/**
 * The call that is meant by one of `call_tool`; undefined where its arguments name none. Models also
 * write the arguments as a JSON string, or beside the name.
 */
export function unwrapCall(text: string): { name: string; arguments: string } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { name, arguments: given, ...beside } = json as Record<string, unknown>;
  if (typeof name !== 'string') return undefined;
  if (given === undefined) return { name, arguments: JSON.stringify(beside) };
  return { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) };
}

function cutLine(line: string, most: number): string {
  return line.length <= most ? line : `${line.slice(0, Math.max(0, most - 1))}…`;
}
