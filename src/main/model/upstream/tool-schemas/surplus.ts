import type { FunctionCall } from '../../../../shared/run-events.ts';
import type { FunctionTool } from '../../model.ts';
import { isObject } from './json-schema.ts';

/** Most tools that OpenAI, Azure and Copilot take. */
const mostTools = 128;
/** The one tool that stands for those beyond. */
const moreName = 'more_tools';
/** Longest list of what stands behind it, in characters. */
const longestList = 16_000;
const longestLine = 200;

/**
 * Offers the tools beyond the number that services take through one more, which names them all: none
 * is left out. The order is kept, so the last are those behind it.
 * @param tools with names and schemas that can be sent
 * @param most how many the service takes
 */
export function foldSurplus(
  tools: readonly FunctionTool[],
  most = mostTools,
): {
  tools: readonly FunctionTool[];
  /** A call of the tool that stands for others, as a call of the one it names. */
  unfold: (call: FunctionCall) => FunctionCall;
} {
  if (tools.length <= most) return { tools, unfold: (call) => call };
  const names = new Set(tools.map((tool) => tool.function.name));
  let name = moreName;
  while (names.has(name)) name += '_';
  return {
    tools: [...tools.slice(0, most - 1), moreTools(name, tools.slice(most - 1))],
    unfold: (call) => (call.name === name ? unfolded(call) : call),
  };
}

function moreTools(name: string, behind: readonly FunctionTool[]): FunctionTool {
  const room = Math.min(longestLine, Math.floor(longestList / behind.length));
  const list = behind.map((tool) => signature(tool).slice(0, Math.max(room, 64))).join('\n');
  return {
    type: 'function',
    function: {
      name,
      description: `Calls one of ${behind.length} further tools, which "tool" lists.`,
      parameters: {
        type: 'object',
        properties: {
          tool: { type: 'string', description: `The tool to call, one of:\n${list}` },
          arguments: {
            type: 'object',
            description: 'Its arguments.',
            properties: {},
            additionalProperties: true,
          },
        },
        required: ['tool', 'arguments'],
      },
    },
  };
}

/** `name(path, depth?): what it does` */
function signature({ function: { name, description = '', parameters } }: FunctionTool): string {
  const required = new Set((parameters?.['required'] ?? []) as string[]);
  const names = Object.keys((parameters?.['properties'] ?? {}) as object);
  const list = names.map((each) => (required.has(each) ? each : `${each}?`)).join(', ');
  return `${name}(${list}): ${description.replaceAll(/\s+/g, ' ')}`;
}

/** A call that does not say which tool it means stays, and the model is told that there is none. */
function unfolded(call: FunctionCall): FunctionCall {
  let given: unknown;
  try {
    given = JSON.parse(call.arguments);
  } catch {
    return call;
  }
  if (!isObject(given) || typeof given['tool'] !== 'string') return call;
  const args = given['arguments'] ?? {};
  return {
    id: call.id,
    name: given['tool'],
    arguments: typeof args === 'string' ? args : JSON.stringify(args),
  };
}
