import { z } from 'zod';
import { customAsFunction, customTool, joinedName } from '../../../requests/client-tools.ts';
import { parse } from '../../../requests/schemas/parse.ts';
import type { FunctionTool, ToolChoice } from '../../../../model/model.ts';
import type { EchoedSettings, EchoedTool } from '../output/response-body.ts';

const typed = z.looseObject({ type: z.string() });

/** A function of the client's as the Responses API writes it. */
export const responseFunctionTool = z.object({
  type: z.literal('function'),
  name: z.string().min(1, 'must not be empty'),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
});

/** Functions and custom tools under a name of their own; MCP servers of Codex come so. */
export const namespaceTool = z.object({
  type: z.literal('namespace'),
  name: z.string().min(1, 'must not be empty'),
  description: z.string().nullish(),
  tools: z.array(z.unknown()),
});

/** The tools of a request, as the response echoes them and as the model gets them. */
export interface ReadTools {
  echoed: EchoedTool[];
  forModel: FunctionTool[];
}

/**
 * The tools that a client runs itself: functions, custom tools, and namespaces of both. Tools of
 * other types (web search, shell, code interpreter …) are other services' own: `onIgnored` is told
 * their type.
 */
export function readTools(tools: unknown[], onIgnored: (type: string) => void): ReadTools {
  const read: ReadTools = { echoed: [], forModel: [] };
  for (const [index, tool] of tools.entries()) {
    const at = ['tools', index];
    const { type } = parse(typed, tool, at);
    if (type !== 'namespace') {
      addTool(read, tool, { type, at, onIgnored });
      continue;
    }
    const { name, description, tools: inner } = parse(namespaceTool, tool, at);
    const within: ReadTools = { echoed: [], forModel: read.forModel };
    for (const [place, one] of inner.entries()) {
      const innerAt = [...at, 'tools', place];
      const kind = parse(typed, one, innerAt).type;
      addTool(within, one, { type: kind, at: innerAt, namespace: name, onIgnored });
    }
    const held = within.echoed as Exclude<EchoedTool, { type: 'namespace' }>[];
    read.echoed.push({ type: 'namespace', name, description: description ?? '', tools: held });
  }
  return read;
}

function addTool(
  { echoed, forModel }: ReadTools,
  tool: unknown,
  where: {
    type: string;
    at: PropertyKey[];
    namespace?: string;
    onIgnored: (type: string) => void;
  },
): void {
  if (where.type === 'function') {
    const {
      name,
      description = null,
      parameters = null,
      strict = null,
    } = parse(responseFunctionTool, tool, where.at);
    echoed.push({ type: 'function', name, description, parameters, strict });
    forModel.push({
      type: 'function',
      function: {
        name: joinedName(where.namespace, name),
        ...(description ? { description } : {}),
        ...(parameters ? { parameters } : {}),
        ...(strict === null ? {} : { strict }),
      },
    });
  } else if (where.type === 'custom') {
    const custom = parse(customTool, tool, where.at);
    const { name, description = null, format } = custom;
    echoed.push({ type: 'custom', name, description, format: format ?? { type: 'text' } });
    forModel.push(customAsFunction(custom, joinedName(where.namespace, name)));
  } else where.onIgnored(where.type);
}

const named = z.object({
  type: z.enum(['function', 'custom']),
  name: z.string().min(1, 'must not be empty'),
  namespace: z.string().nullish(),
});
const allowed = z.object({
  type: z.literal('allowed_tools'),
  mode: z.enum(['auto', 'required']).default('auto'),
  tools: z.array(z.looseObject({ type: z.string() })),
});
/** `tool_choice` of a request for a response. */
export const responseToolChoice = z.union(
  [z.enum(['none', 'auto', 'required']), named, allowed, typed],
  {
    error: 'must be "none", "auto", "required", or an object that names a function',
  },
);

/**
 * `tool_choice` as the response echoes it and as the model gets it. A choice of another service's
 * own tool is no choice, and told to `onIgnored`.
 * @throws {ApiError} 400 for what is no choice at all
 */
export function readToolChoice(
  given: unknown,
  onIgnored: (type: string) => void,
): { echoed: EchoedSettings['tool_choice']; forModel: ToolChoice | undefined } {
  if (given === null || given === undefined) return { echoed: 'auto', forModel: undefined };
  const parsed = parse(responseToolChoice, given, ['tool_choice']);
  if (typeof parsed === 'string') return { echoed: parsed, forModel: parsed };
  if (isNamed(parsed)) {
    const { type, name } = parsed;
    return { echoed: { type, name }, forModel: { type: 'function', function: nameOf(parsed) } };
  }
  if (isAllowed(parsed)) {
    const tools = parsed.tools.filter(isNamed);
    return {
      echoed: {
        type: 'allowed_tools',
        mode: parsed.mode,
        tools: tools.map(({ type, name }) => ({ type, name })),
      },
      forModel: {
        type: 'allowed_tools',
        allowed_tools: {
          mode: parsed.mode,
          tools: tools.map((tool) => ({ type: 'function', function: nameOf(tool) })),
        },
      },
    };
  }
  onIgnored(parsed.type);
  return { echoed: 'auto', forModel: undefined };
}

function nameOf({ namespace, name }: z.output<typeof named>): { name: string } {
  return { name: joinedName(namespace, name) };
}

function isNamed(value: object): value is z.output<typeof named> {
  return named.safeParse(value).success;
}

function isAllowed(value: object): value is z.output<typeof allowed> {
  return allowed.safeParse(value).success;
}
