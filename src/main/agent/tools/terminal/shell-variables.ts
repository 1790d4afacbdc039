import type { ShellReport } from './shell-report.ts';
import type { VariableFilter } from './clean-environment.ts';
import { treeMark } from '../../../system/processes/process-table.ts';

/** What is set for every shell: it says nothing of what a command did. */
const bookkeeping = new Set(['PWD', 'SHLVL', '_', 'SHELL', treeMark]);
/** Characters of variables that one conversation carries over, names included. */
const mostCharacters = 64 * 1024;

/** Exported variables that a command changed; undefined: unset. */
export type VariableChanges = ReadonlyMap<string, string | undefined>;

/**
 * What a command changed in its environment.
 * @param mayPass whether a variable may be carried over at all: no secret is
 * @returns the changes, and the names of those that were too long to be carried over
 */
export function changesOf(
  base: Readonly<Record<string, string>>,
  left: ReadonlyMap<string, string>,
  mayPass: VariableFilter,
): { changes: VariableChanges; tooLong: string[] } {
  const changes = new Map<string, string | undefined>();
  for (const name of Object.keys(base)) {
    if (!left.has(name) && !bookkeeping.has(name)) changes.set(name, undefined);
  }
  const tooLong: string[] = [];
  let room = mostCharacters;
  const shortestFirst = [...left].toSorted(([, a], [, b]) => a.length - b.length);
  for (const [name, value] of shortestFirst) {
    if (base[name] === value || bookkeeping.has(name) || !mayPass(name, value)) continue;
    // Bytes that are no UTF-8 would come back as others.
    if (value.includes('\ufffd')) continue;
    room -= name.length + value.length;
    if (room < 0) tooLong.push(name);
    else changes.set(name, value);
  }
  return { changes, tooLong };
}

/**
 * The report of a shell inside the wall as it would be outside: what the shell did not change is as it
 * was given, and not as the wall has it.
 * @param begun the environment in which the shell began, inside the wall
 * @param given the same before the wall changed it
 */
export function withoutWall(
  report: ShellReport,
  begun: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): ShellReport {
  const variables = new Map(report.variables);
  for (const name of new Set([...Object.keys(begun), ...Object.keys(given)])) {
    if (variables.get(name) !== begun[name]) continue;
    const value = given[name];
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }
  return { ...report, variables };
}

/** An environment with changes; without those that may not be carried over by now. */
export function withChanges(
  base: Readonly<Record<string, string>>,
  changes: VariableChanges,
  mayPass: VariableFilter,
): Record<string, string> {
  const result = { ...base };
  for (const [name, value] of changes) {
    if (value === undefined) delete result[name];
    else if (mayPass(name, value)) result[name] = value;
  }
  return result;
}
