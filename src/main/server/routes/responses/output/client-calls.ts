import type OpenAI from 'openai';
import type { FunctionCall } from '../../../../../shared/run-events.ts';
import { customInput, joinedName } from '../../../requests/client-tools.ts';
import type { EchoedTool } from './response-body.ts';

/** A call of a client's tool, as the client declared that; without its id and status. */
export type ClientCall =
  | Pick<
      OpenAI.Responses.ResponseFunctionToolCall,
      'type' | 'call_id' | 'name' | 'namespace' | 'arguments'
    >
  | Pick<
      OpenAI.Responses.ResponseCustomToolCall,
      'type' | 'call_id' | 'name' | 'namespace' | 'input'
    >;

/**
 * What the model called, in the words of the client: of a tool in a namespace its own name and the
 * namespace, of a custom tool its text.
 * @param tools of the request, as the response echoes them
 */
export function clientCall(call: FunctionCall, tools: readonly EchoedTool[]): ClientCall {
  for (const tool of tools) {
    const namespace = tool.type === 'namespace' ? { namespace: tool.name } : {};
    for (const { type, name } of tool.type === 'namespace' ? tool.tools : [tool]) {
      if (joinedName(namespace.namespace, name) !== call.name) continue;
      const common = { call_id: call.id, name, ...namespace };
      return type === 'custom'
        ? { type: 'custom_tool_call', ...common, input: customInput(call.arguments) }
        : { type: 'function_call', ...common, arguments: call.arguments };
    }
  }
  const { id: call_id, name, arguments: args } = call;
  return { type: 'function_call', call_id, name, arguments: args };
}
