import { z } from 'zod';
import type { FunctionTool } from '../../model/model.ts';

/**
 * Tools of a client's that are no plain functions, and how they become such for the model: services
 * know nothing else. What the model calls is handed back as the client declared it.
 */

/** A tool of the kind `custom`: its input is text of its own form, not JSON. */
export const customTool = z.object({
  type: z.literal('custom'),
  name: z.string().min(1, 'must not be empty'),
  description: z.string().nullish(),
  format: z.looseObject({ type: z.string() }).nullish(),
});

/** A custom tool as a function with one argument, the text. */
export function customAsFunction(
  { description, format }: Omit<z.output<typeof customTool>, 'type' | 'name'>,
  name: string,
): FunctionTool {
  return {
    type: 'function',
    function: {
      name,
      ...(description ? { description } : {}),
      parameters: {
        type: 'object',
        properties: { input: { type: 'string', description: formOf(format) } },
        required: ['input'],
        additionalProperties: false,
      },
    },
  };
}

/** What the model is told of the text; the grammar stands here, since no service holds it to one. */
function formOf(format: Record<string, unknown> | null | undefined): string {
  const grammar = (format?.['grammar'] ?? format) as Record<string, unknown> | null | undefined;
  const { syntax, definition } = grammar ?? {};
  if (typeof definition !== 'string') return 'The whole input, as plain text.';
  const kind = typeof syntax === 'string' ? `${syntax} grammar` : 'grammar';
  return `The whole input, as plain text in the form of this ${kind}:\n${definition}`;
}

/** The text in the arguments of such a call; models that write it bare are understood, too. */
export function customInput(args: string): string {
  try {
    const parsed = JSON.parse(args) as { input?: unknown } | string | null;
    if (typeof parsed === 'string') return parsed;
    return typeof parsed?.input === 'string' ? parsed.input : args;
  } catch {
    // No JSON: it is the text itself.
    return args;
  }
}

/** The arguments of such a call, from its text. */
export function customArguments(input: string): string {
  return JSON.stringify({ input });
}

/** The name by which the model knows a tool of a namespace. */
export function joinedName(namespace: string | null | undefined, name: string): string {
  if (!namespace) return name;
  return namespace.endsWith('_') ? `${namespace}${name}` : `${namespace}__${name}`;
}
