import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { FunctionCall } from '../../../../shared/run-events.ts';
import type { FunctionTool } from '../../model.ts';
import { fitParameters, type FittedParameters } from './fit-parameters.ts';
import { fittingName, fittingNames } from './fitting-name.ts';
import { isObject, type Schema } from './json-schema.ts';
import { foldSurplus } from './surplus.ts';

/** Tools as any service takes them, and the ways between them and those that were given. */
export interface FittedTools {
  tools: readonly FunctionTool[];
  /** The name under which the service knows a function, one that is offered no more included. */
  sentName: (name: string) => string;
  /** A call as the service's model made it, as the one who gave the tool expects it. */
  restored: (call: FunctionCall) => FunctionCall;
}

/** Longest description of a function, in characters, by OpenAI's rules. */
const longestDescription = 1_024;

/** How long tools are fitted at a stretch, in milliseconds. */
const longestTurnMs = 10;

/** One tool that fits, and the way back for its arguments; undefined: they are as they should be. */
interface FittedTool {
  tool: FunctionTool;
  restore: ((value: unknown) => unknown) | undefined;
}

/**
 * Makes what fits tools to the strictest form that services have in common. A tool that is in this
 * form is given back as the same object; others are fitted once, and are the same object from then on. The
 * rest of the host has its turns meanwhile. `most`: how many tools the service takes, where it is known.
 */
export function createToolFitting(): (
  tools: readonly FunctionTool[],
  most?: number,
) => Promise<FittedTools> {
  const fitted = new WeakMap<FunctionTool, FittedTool>();
  const renamed = new WeakMap<FunctionTool, Map<string, FunctionTool>>();

  const fit = (tool: FunctionTool): FittedTool => {
    const known = fitted.get(tool) ?? fitTool(tool);
    fitted.set(tool, known);
    return known;
  };
  const named = (tool: FunctionTool, name: string): FunctionTool => {
    if (tool.function.name === name) return tool;
    const names = renamed.get(tool) ?? new Map<string, FunctionTool>();
    renamed.set(tool, names);
    const known = names.get(name) ?? { ...tool, function: { ...tool.function, name } };
    names.set(name, known);
    return known;
  };

  return async (tools, most) => {
    let turnBegan = performance.now();
    const byName = new Map<string, FittedTool>();
    // A call names its tool by nothing but the name: of two with the same, the first is offered.
    for (const tool of tools) {
      if (performance.now() - turnBegan > longestTurnMs) {
        await nextTurn();
        turnBegan = performance.now();
      }
      if (!byName.has(tool.function.name)) byName.set(tool.function.name, fit(tool));
    }
    const sent = fittingNames(byName.keys(), 'tool');
    const original = new Map([...sent].map(([name, as]) => [as, name]));
    const all = [...byName].map(([name, { tool }]) => named(tool, sent.get(name)!));
    const { tools: offered, unfold } = foldSurplus(all, most);
    return {
      tools: offered,
      sentName: (name) => sent.get(name) ?? fittingName(name, 'tool'),
      restored: (call) => {
        const { id, name: as, arguments: text } = unfold(call);
        const name = original.get(as) ?? as;
        const restore = byName.get(name)?.restore;
        return { id, name, arguments: restore ? restoredText(text, restore) : text };
      },
    };
  };
}

/** Arguments that cannot be read stay: whoever runs the tool tells the model what is wrong with them. */
function restoredText(text: string, restore: (value: unknown) => unknown): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  const restored = restore(value);
  return isDeepStrictEqual(restored, value) ? text : JSON.stringify(restored);
}

const noParameters: FittedParameters = { schema: {}, notes: [] };

function fitTool(tool: FunctionTool): FittedTool {
  const { name, description, parameters, strict, ...others } = tool.function;
  // Without parameters a function takes none: so OpenAI says, and all know it.
  const none = parameters === undefined;
  const { schema, restore, notes } = none ? noParameters : fitParameters(parameters);
  const words = fittingDescription(description, notes);
  if (words === description && (none || isDeepStrictEqual(schema, parameters)))
    return { tool, restore };
  return {
    tool: {
      ...tool,
      function: {
        ...others,
        name,
        ...(words === undefined ? {} : { description: words }),
        ...(none ? {} : { parameters: schema }),
        // What is strict must obey rules of its own; where a schema could not be fitted within them, it no more is.
        ...(strict === undefined || (strict && !obeysStrict(schema)) ? {} : { strict }),
      },
    },
    restore,
  };
}

function fittingDescription(
  description: string | undefined,
  notes: readonly string[],
): string | undefined {
  const said = notes.length === 0 ? '' : `(${notes.join('; ').slice(0, longestDescription / 3)})`;
  const text = description ?? '';
  if (said === '' && text.length <= longestDescription) return description;
  const room = longestDescription - (said === '' ? 0 : said.length + 1);
  const short = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  return [short, said].filter(Boolean).join(' ');
}

/** Whether every object lists all its properties as required and allows no others. */
function obeysStrict(schema: Schema): boolean {
  const { properties, required, additionalProperties, items, anyOf } = schema;
  const branches = Array.isArray(anyOf) ? (anyOf as Schema[]) : [];
  if (!branches.every(obeysStrict)) return false;
  if (isObject(items) && !obeysStrict(items)) return false;
  if (!isObject(properties)) return true;
  const names = Object.keys(properties);
  return (
    additionalProperties === false &&
    Array.isArray(required) &&
    names.every((name) => (required as unknown[]).includes(name)) &&
    names.every((name) => obeysStrict(properties[name] as Schema))
  );
}
