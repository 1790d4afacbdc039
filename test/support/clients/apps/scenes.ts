import type { ScriptedReply } from '../../scripted-upstream.ts';
import type { Step } from '../libraries/bench.ts';

/** A failure that the host does not wait for. */
export const fails: ScriptedReply = { status: 503, headers: { 'x-should-retry': 'false' } };

/** A turn of three tools, each of which leaves a line in a file of its own and tells a word. */
export interface ThreeTools {
  steps: Step[];
  /** The files. */
  written: string[];
  commands: string[];
}

/** @param name tells its files from those of others */
export function threeTools(name: string): ThreeTools {
  const numbers = [1, 2, 3];
  const written = numbers.map((number) => `lines-${name}-${number}`);
  const commands = numbers.map(
    (number) => `echo line >> ${written[number - 1]}; echo plum-${number}`,
  );
  const toolCalls = commands.map((command) => ({ name: 'terminal', arguments: { command } }));
  const steps = [{ text: 'I look. ', toolCalls }, { text: 'All three are done.' }];
  return { steps, written, commands };
}

/** A PNG of one pixel. */
export const pelican = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
