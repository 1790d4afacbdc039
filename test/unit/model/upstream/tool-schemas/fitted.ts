import { expect } from 'vitest';
import type { FunctionTool } from '../../../../../src/main/model/model.ts';
import { createToolFitting } from '../../../../../src/main/model/upstream/tool-schemas/fit-tools.ts';
import { toolProblems } from '../../../../support/tool-rules.ts';

/** A tool with these parameters. */
export function tool(
  parameters: unknown,
  fields: Partial<FunctionTool['function']> = {},
): FunctionTool {
  return {
    type: 'function',
    function: {
      name: 'probe',
      description: 'Probes.',
      parameters: parameters as Record<string, unknown>,
      ...fields,
    },
  };
}

/** The parameters as they are sent, after the rules were seen to hold. */
export async function sentOf(parameters: unknown): Promise<FunctionTool['function']> {
  const { tools } = await createToolFitting()([tool(parameters)]);
  expect(toolProblems(tools)).toEqual([]);
  return tools[0]!.function;
}

/** What the arguments of a call become. */
export async function restored(parameters: unknown, answer: unknown): Promise<unknown> {
  const { restored: restore } = await createToolFitting()([tool(parameters)]);
  const call = restore({ id: 'c1', name: 'probe', arguments: JSON.stringify(answer) });
  expect(call).toMatchObject({ id: 'c1', name: 'probe' });
  return JSON.parse(call.arguments);
}

/** An object with one property. */
export const inProperty = (schema: unknown): unknown => ({
  type: 'object',
  properties: { x: schema },
});
/** How the schema of a property is sent. */
export const sentProperty = async (schema: unknown): Promise<unknown> =>
  ((await sentOf(inProperty(schema))).parameters!['properties'] as Record<string, unknown>)['x'];
