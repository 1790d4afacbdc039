import type { FunctionTool, ToolChoice } from '../../model/model.ts';

/** What the model is offered in a run. */
export interface OfferedTools {
  client: FunctionTool[];
  server: FunctionTool[];
  /** What goes to the upstream; undefined means the model decides. */
  choice: ToolChoice | undefined;
}

/**
 * Applies the client's `tool_choice`. It speaks of the client's own tools: `none` takes away only
 * those, and where the client demands a call (`required`, or one function by name) only those are
 * offered, for a server tool would not answer the demand.
 */
export function offerTools(
  client: FunctionTool[],
  server: FunctionTool[],
  choice: ToolChoice | undefined,
): OfferedTools {
  // A client tool with a server tool's name wins for this request.
  const clientNames = new Set(client.map((tool) => tool.function.name));
  const others = server.filter((tool) => !clientNames.has(tool.function.name));

  if (client.length === 0 || choice === undefined || choice === 'auto') {
    return { client, server: others, choice: undefined };
  }
  if (choice === 'none') return { client: [], server: others, choice: undefined };
  if (choice === 'required') return { client, server: [], choice };
  if (choice.type === 'allowed_tools') {
    const allowed = allowedNames(choice);
    const kept = client.filter((tool) => allowed.has(tool.function.name));
    const required = choice.allowed_tools.mode === 'required' && kept.length > 0;
    return {
      client: kept,
      server: required ? [] : others,
      choice: required ? 'required' : undefined,
    };
  }
  return { client, server: [], choice };
}

/** The names of the functions that a choice allows; tools of other types have none. */
export function allowedNames({
  allowed_tools: { tools },
}: Extract<ToolChoice, { type: 'allowed_tools' }>): ReadonlySet<string | undefined> {
  return new Set(tools.map((tool) => (tool as { function?: { name?: string } }).function?.name));
}
