import type { Body } from '../body.ts';
import type { Fact } from '../fact.ts';
import { nameOfTool } from '../in-dialect.ts';
import { numbersIn } from './limits.ts';
import type { Refusal } from './refusal.ts';

/**
 * What may be done about single tools, and about how many there are. That a model takes no tools at
 * all is no lesson: the agent must decide what to do then.
 */
export function toolLessons({ text, param }: Refusal, body: Body): Fact[][] {
  const { tools } = body;
  if (!Array.isArray(tools)) return [];
  const names = tools.map(nameOfTool);
  const tooMany = tooManyTools(text, tools.length);
  if (tooMany !== undefined) return [[{ kind: 'most_tools', count: tooMany }]];
  const place = /(?:tools|function_declarations|functions)(?:\[(\d+)\]|\.(\d+)\b)/i.exec(
    `${param}\n${text}`,
  );
  const byPlace = place ? names[Number(place[1] ?? place[2])] : undefined;
  const named = names.filter(
    (name) => name !== undefined && new RegExp(`['"\`]${escaped(name)}['"\`]`).test(text),
  );
  const found = named.length === 1 ? named[0] : (byPlace ?? named[0]);
  return found === undefined ? [] : [[{ kind: 'leave_out_tool', name: found }]];
}

/** How many tools are taken, where the refusal says so and there are more. */
function tooManyTools(text: string, sent: number): number | undefined {
  if (!/\b(?:tools|functions)\b/i.test(text)) return undefined;
  if (!/too (?:many|long)|max|at most|exceed|limit|more than|up to/i.test(text)) return undefined;
  // "[tools] is too long … maximum length 128, but got … 139"
  const fewer = numbersIn(text).filter((count) => count > 0 && count < sent);
  return fewer.includes(128) ? 128 : fewer.at(-1);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
