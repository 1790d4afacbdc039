import { z } from 'zod';
import { allowedNames } from '../../../agent/loop/tool-choice.ts';
import type { FunctionTool, ToolChoice } from '../../../model/model.ts';
import { invalidRequest } from '../../errors/api-error.ts';
import { customAsFunction, customTool } from '../client-tools.ts';
import { parse } from './parse.ts';

/** A function of the client's as chat completions write it. */
export const functionTool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().min(1, 'must not be empty'),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
    strict: z.boolean().nullish(),
  }),
});

const typed = z.looseObject({ type: z.string() });

/** A tool of the client's that takes text, as chat completions write it. */
export const chatCustomTool = z.object({
  type: z.literal('custom'),
  custom: customTool.omit({ type: true }),
});

/** The names of the custom tools in the `tools` of a chat completions request that was parsed. */
export function customNames(tools: readonly unknown[]): ReadonlySet<string> {
  return new Set(
    tools.flatMap((tool) => {
      const custom = chatCustomTool.safeParse(tool);
      return custom.success ? [custom.data.custom.name] : [];
    }),
  );
}

/**
 * The functions in the `tools` of a chat completions request, custom tools as such. Tools of other types (web search,
 * code interpreter …) are for other services: `onIgnored` is told their type.
 */
export function parseTools(tools: unknown[], onIgnored: (type: string) => void): FunctionTool[] {
  return tools.flatMap((tool, index) => {
    const at = ['tools', index];
    const { type } = parse(typed, tool, at);
    if (type === 'custom') {
      const { custom } = parse(chatCustomTool, tool, at);
      return [customAsFunction(custom, custom.name)];
    }
    if (type !== 'function') {
      onIgnored(type);
      return [];
    }
    const { name, description, parameters, strict } = parse(functionTool, tool, at).function;
    return [
      {
        type: 'function' as const,
        function: {
          name,
          ...(description ? { description } : {}),
          ...(parameters ? { parameters } : {}),
          ...(typeof strict === 'boolean' ? { strict } : {}),
        },
      },
    ];
  });
}

const named = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({ name: z.string().min(1, 'must not be empty') }),
});
const allowed = z.looseObject({
  type: z.literal('allowed_tools'),
  allowed_tools: z.looseObject({
    mode: z.enum(['auto', 'required']),
    tools: z.array(z.record(z.string(), z.unknown())),
  }),
});

/** A custom tool by its name: for the model it is a function. */
const namedCustom = z
  .looseObject({
    type: z.literal('custom'),
    custom: z.looseObject({ name: z.string().min(1, 'must not be empty') }),
  })
  .transform(({ custom: { name } }) => ({ type: 'function' as const, function: { name } }));

/** `tool_choice` of a chat completions request. */
export const toolChoice = z.union(
  [z.enum(['none', 'auto', 'required']), named, allowed, namedCustom],
  { error: 'must be "none", "auto", "required", or an object that names a function' },
) satisfies z.ZodType<ToolChoice>;

/**
 * Refuses a choice that demands a call which none of the client's functions can be.
 * @throws {ApiError} 400 whose `param` is `tool_choice`
 */
export function refuseUnmetChoice(
  choice: ToolChoice | undefined,
  tools: readonly FunctionTool[],
): void {
  const declared = new Set(tools.map((tool) => tool.function.name));
  const refuse = (what: string): never => {
    throw invalidRequest(`tool_choice: ${what}`, 'tool_choice');
  };
  if (choice === 'required' && declared.size === 0) {
    refuse('a call is required, but there is no function among the tools');
  }
  if (typeof choice !== 'object') return;
  if (choice.type === 'function' && !declared.has(choice.function.name)) {
    refuse(`there is no function "${choice.function.name}" among the tools`);
  }
  if (choice.type === 'allowed_tools' && choice.allowed_tools.mode === 'required') {
    const allowed = allowedNames(choice);
    if (!tools.some((tool) => allowed.has(tool.function.name))) {
      refuse('a call is required, but none of the allowed tools is a function among the tools');
    }
  }
}
