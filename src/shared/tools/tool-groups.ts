/** Tools that are offered to the model together, or found by it when it needs them. */
export interface ToolGroup {
  id: string;
  /** As the window calls it. */
  title: string;
  /** For the model: what they are for, in one line. */
  about: string;
  /** Names of its tools; one that ends in `*` stands for all that begin so. */
  tools: readonly string[];
}

/** The groups of our own tools. What is in none is always offered. MCP servers are groups of their own. */
export const toolGroups: readonly ToolGroup[] = [
  {
    id: 'browser',
    title: 'Browser',
    about: 'drive a real browser: open pages that need scripts or a login, click, type, look',
    tools: ['browser_*'],
  },
  {
    id: 'process',
    title: 'Background processes',
    about:
      'background processes, commands that go on: list, read their output, wait for, answer or kill them',
    tools: ['process'],
  },
  { id: 'todo', title: 'Plan', about: 'keep a list of steps in long tasks', tools: ['todo'] },
  {
    id: 'sessions',
    title: 'Earlier conversations',
    about: 'search what was said in earlier conversations',
    tools: ['session_search'],
  },
  {
    id: 'skills',
    title: 'Skills',
    about: 'list, read and write skills: kept instructions for kinds of tasks',
    tools: ['skills_list', 'skill_view', 'skill_manage'],
  },
  {
    id: 'tasks',
    title: 'Tasks',
    about: 'do something later or again and again, by itself, at given times',
    tools: ['tasks'],
  },
  {
    id: 'messaging',
    title: 'Chats',
    about: 'write or send a file to a chat such as Telegram',
    tools: ['send_message', 'send_file'],
  },
];

const mcpPrefix = 'mcp_';

/** The group of all MCP servers together, as the settings name it. */
export const mcpGroup = 'mcp';

/**
 * The group of a tool: one of {@link toolGroups}, `mcp:<server>`, or undefined for a tool that is always
 * offered.
 * @param servers names of the MCP servers, whose tools are called `mcp_<server>_…`
 */
export function groupOfTool(name: string, servers: readonly string[] = []): string | undefined {
  if (name.startsWith(mcpPrefix)) {
    // The longest name that fits: one server's name may begin another's.
    const server = servers
      .filter((candidate) => name.startsWith(`${mcpPrefix}${candidate}_`))
      .toSorted((a, b) => b.length - a.length)[0];
    return `${mcpGroup}:${server ?? name.slice(mcpPrefix.length).split('_')[0]!}`;
  }
  return toolGroups.find(({ tools }) =>
    tools.some((tool) => (tool.endsWith('*') ? name.startsWith(tool.slice(0, -1)) : name === tool)),
  )?.id;
}

/** Whether the settings have a group offered in every request. `mcp` stands for all MCP servers. */
export function isAlwaysOffered(group: string, always: readonly string[]): boolean {
  return always.includes(group) || (group.startsWith(`${mcpGroup}:`) && always.includes(mcpGroup));
}
