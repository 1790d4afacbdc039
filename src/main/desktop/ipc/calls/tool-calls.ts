import type { ToolView } from '../../../../shared/desktop-state.ts';
import type { Host } from '../../../host.ts';
import type { CallHandlers } from '../handle-calls.ts';

type ToolCalls = Pick<
  CallHandlers,
  'listTools' | 'getFixedCost' | 'reconnectMcp' | 'reloadEnvironment'
>;

/** The agent's tools, for the switches, and what they are started with. */
export function toolCalls(host: Host): ToolCalls {
  const { toolbox } = host;
  return {
    async listTools() {
      const tools = await toolbox.tools();
      return tools.map((tool): ToolView => {
        // What is written for the model is long; a person wants its first sentence.
        const [sentence = ''] = tool.description.split(/(?<=\.)\s|\n/);
        return { name: tool.name, description: sentence };
      });
    },
    getFixedCost: () => host.fixedCost(),
    reconnectMcp: ({ name }) => toolbox.mcp.reconnect(name),
    reloadEnvironment: () => toolbox.userEnvironment.reload(),
  };
}
