import type { FunctionTool, ToolChoice } from '../../model/model.ts';
import type { Tool } from '../tool.ts';

/** A server tool as this run's model is told of it. */
interface OfferedServerTool {
  tool: Tool;
  definition: FunctionTool;
}

/** What the model is offered in a run. */
export interface OfferedTools {
  client: FunctionTool[];
  /** By the names under which the model knows them. */
  server: ReadonlyMap<string, OfferedServerTool>;
  /** What goes to the upstream; undefined means the model decides. */
  choice: ToolChoice | undefined;
  /** Whether the client demands a call of one of its tools, and nothing else may end the run. */
  callDemanded: boolean;
}

/**
 * Applies the client's `tool_choice`. It speaks of the client's own tools: `none` takes away only
 * those; `required` demands that one of them is called in the end, and the agent works with its own
 * before; one function by name is offered alone.
 *
 * A client tool takes the name of a server tool, which stays within reach as `hermes_<name>`.
 */
export function offerTools(
  client: FunctionTool[],
  tools: readonly Tool[],
  describe: (tool: Tool) => FunctionTool,
  choice: ToolChoice | undefined,
): OfferedTools {
  const names = (functions: FunctionTool[]): ReadonlySet<string> =>
    new Set(functions.map((tool) => tool.function.name));
  const beside = (functions: FunctionTool[]): OfferedTools['server'] => {
    const taken = names(functions);
    return new Map(
      tools.map((tool) => {
        const definition = renamed(describe(tool), taken);
        return [definition.function.name, { tool, definition }];
      }),
    );
  };
  const free = (functions: FunctionTool[]): OfferedTools => ({
    client: functions,
    server: beside(functions),
    choice: undefined,
    callDemanded: false,
  });

  if (client.length === 0 || choice === undefined || choice === 'auto') return free(client);
  if (choice === 'none') return free([]);
  if (choice === 'required') return { ...free(client), choice, callDemanded: true };
  if (choice.type === 'allowed_tools') {
    const allowed = allowedNames(choice);
    const kept = client.filter((tool) => allowed.has(tool.function.name));
    const demanded = choice.allowed_tools.mode === 'required' && kept.length > 0;
    return demanded ? { ...free(kept), choice: 'required', callDemanded: true } : free(kept);
  }
  const wanted = choice.type === 'function' ? choice.function.name : undefined;
  const alone = client.filter((tool) => tool.function.name === wanted);
  return { client: alone, server: new Map(), choice, callDemanded: false };
}

/** The names of the functions that a choice allows; tools of other types have none. */
export function allowedNames({
  allowed_tools: { tools },
}: Extract<ToolChoice, { type: 'allowed_tools' }>): ReadonlySet<string | undefined> {
  return new Set(tools.map((tool) => nameOf(tool)));
}

function nameOf(tool: object): string | undefined {
  const { function: called, custom } = tool as Record<string, { name?: string } | undefined>;
  return (called ?? custom)?.name;
}

/** The definition under a name that no tool of the client's has. */
function renamed(definition: FunctionTool, taken: ReadonlySet<string>): FunctionTool {
  const { name, description = '' } = definition.function;
  if (!taken.has(name)) return definition;
  let free = name;
  while (taken.has(free)) free = `hermes_${free}`;
  return {
    type: 'function',
    function: {
      ...definition.function,
      name: free,
      description: `${description} Works on the computer of Hermes; ${name} is the client's own.`,
    },
  };
}
