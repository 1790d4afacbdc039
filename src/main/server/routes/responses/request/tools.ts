import { z } from 'zod';
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

/**
 * The functions among the `tools` of a request, as the response echoes them and as the model gets
 * them. Tools of other types (web search, shell, code interpreter …) are other services' own:
 * `onIgnored` is told their type.
 */
export function readTools(
  tools: unknown[],
  onIgnored: (type: string) => void,
): { echoed: EchoedTool[]; forModel: FunctionTool[] } {
  const echoed: EchoedTool[] = [];
  for (const [index, tool] of tools.entries()) {
    const at = ['tools', index];
    const { type } = parse(typed, tool, at);
    if (type !== 'function') {
      onIgnored(type);
      continue;
    }
    const {
      name,
      description = null,
      parameters = null,
      strict = null,
    } = parse(responseFunctionTool, tool, at);
    echoed.push({ type, name, description, parameters, strict });
  }
  return { echoed, forModel: echoed.map(forModel) };
}

function forModel({ name, description, parameters, strict }: EchoedTool): FunctionTool {
  return {
    type: 'function',
    function: {
      name,
      ...(description ? { description } : {}),
      ...(parameters ? { parameters } : {}),
      ...(strict === null ? {} : { strict }),
    },
  };
}

const named = z.object({ type: z.literal('function'), name: z.string() });
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
    const { name } = parsed;
    return {
      echoed: { type: 'function', name },
      forModel: { type: 'function', function: { name } },
    };
  }
  if (isAllowed(parsed)) {
    const names = parsed.tools.filter(isNamed).map(({ name }) => name);
    return {
      echoed: {
        type: 'allowed_tools',
        mode: parsed.mode,
        tools: names.map((name) => ({ type: 'function', name })),
      },
      forModel: {
        type: 'allowed_tools',
        allowed_tools: {
          mode: parsed.mode,
          tools: names.map((name) => ({ type: 'function', function: { name } })),
        },
      },
    };
  }
  onIgnored(parsed.type);
  return { echoed: 'auto', forModel: undefined };
}

function isNamed(value: object): value is z.output<typeof named> {
  return named.safeParse(value).success;
}

function isAllowed(value: object): value is z.output<typeof allowed> {
  return allowed.safeParse(value).success;
}
