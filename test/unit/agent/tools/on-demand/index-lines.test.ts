import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeTool } from '../../../../../src/main/agent/loop/call-tools.ts';
import type { Tool } from '../../../../../src/main/agent/tool.ts';
import {
  describeGroups,
  withFindTools,
} from '../../../../../src/main/agent/tools/on-demand/on-demand-tools.ts';

const tool = (name: string): Tool => ({
  name,
  description: `Does ${name}.`,
  parameters: z.object({}),
  summarize: () => '',
  execute: () => Promise.resolve({ output: '' }),
});
const own = ['browser_click', 'process', 'todo', 'session_search', 'skill_view'].map(tool);

/** The description of `find_tools` beside so many MCP servers of so many tools each. */
function descriptionOf(count: number, toolsEach: number): string {
  const servers = Array.from({ length: count }, (_, index) => `server${index}`);
  const mcp = servers.flatMap((server) =>
    Array.from({ length: toolsEach }, (_, index) => tool(`mcp_${server}_do_what_number_${index}`)),
  );
  const onDemand = [...own, ...mcp];
  const index = describeGroups(onDemand, servers);
  const tools = withFindTools(
    { offered: [], onDemand },
    { index, describe: describeTool, servers },
  );
  return tools.find(({ name }) => name === 'find_tools')!.description;
}

it.each([
  [1, 100],
  [5, 30],
  [12, 10],
])(
  '%i MCP servers of %i tools are all named, in a description that every service takes whole',
  (count, each) => {
    const description = descriptionOf(count, each);
    expect(description.length).toBeLessThanOrEqual(1_024);
    const lines = description.split('\n').filter((line) => line.startsWith('- mcp_'));
    expect(lines.map((line) => /^- mcp_(\w+) \(\d+\)/.exec(line)?.[1])).toEqual(
      Array.from({ length: count }, (_, index) => `server${index}`),
    );
  },
);

it('of too many servers the last are counted', () => {
  const description = descriptionOf(60, 3);
  expect(description.length).toBeLessThanOrEqual(1_024);
  const named = description.split('\n').filter((line) => line.startsWith('- mcp_')).length;
  expect(named).toBeGreaterThan(10);
  expect(description).toMatch(new RegExp(`\n- and ${60 - named} servers more$`));
});
