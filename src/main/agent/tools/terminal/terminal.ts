import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Judge } from '../../approvals/judge/judge.ts';
import { defineTool, toolError, type Tool, type ToolResult } from '../../tool.ts';
import { interactiveHint } from './interactive.ts';
import { isMissing } from '../../../system/files/paths.ts';
import type { ProcessRegistry } from './processes.ts';
import { leftBehindNote, type ShellExit, type ShellProcess } from './shell-process.ts';
import { asSeen } from '../../text/terminal-text.ts';
import { BoundedText, longestOutput } from '../../text/truncate.ts';

export interface TerminalParts {
  processes: ProcessRegistry;
  judge: Judge['command'];
  /** The environment of commands, without our keys; read at each command. */
  environment: () => Record<string, string>;
}

/** How long the processes of a command may take to end when asked, in milliseconds. */
const graceMs = { timeout: 2_000, abort: 250 };
/** The exit code of a command that was stopped for taking too long, as of timeout(1). */
const timedOut = 124;
/** Of the kept output, the part that comes from its beginning. */
const headShare = 0.4;

const parameters = z.object({
  command: z.string().trim().min(1).describe('The command, as for a shell.'),
  background: z
    .boolean()
    .default(false)
    .describe('Start it and answer at once; for servers and watchers. See the process tool.'),
  timeout: z
    .number()
    .min(1)
    .max(3600)
    .default(180)
    .describe('Seconds until it is stopped; not for background commands.'),
  workdir: z
    .string()
    .optional()
    .describe('Folder to run in, absolute or relative to the workspace. Default: the workspace.'),
});
type Arguments = z.output<typeof parameters>;

const description = `Run a command in the shell that the prompt names. Answers {"output", "exit_code"}, with "error" when it could not be run or was stopped; stdout and stderr come in the order in which they were written, long output without its middle.
Every call starts a new shell in the workspace: "cd" and variables do not carry over; use workdir or "cd folder && …".
There is no terminal and no input: pass flags that make programs non-interactive. When a command ends, what it left running with "&" ends too: start servers with background: true, which answers {"session_id", "pid"}, and go on with the process tool.
To read, write, change or search files, use read_file, write_file, patch and search_files.`;

/** Runs commands in Bash, else sh. */
export function createTerminalTool(parts: TerminalParts): Tool<typeof parameters> {
  return defineTool({
    name: 'terminal',
    description,
    parameters,
    summarize: ({ command, background }) =>
      `${command.replace(/\s+/g, ' ')}${background ? ' (in the background)' : ''}`,
    describeAction: ({ command, workdir }) => (workdir ? `${command}\n(in ${workdir})` : command),

    async assess({ command, workdir }, { paths }) {
      const places = await paths.places();
      const cwd = paths.absolute(workdir ?? '.');
      const ownPids = await parts.processes.pids();
      return parts.judge(command, { ...places, cwd, ownPids, platform: process.platform });
    },

    async execute(args, context) {
      context.signal.throwIfAborted();
      const cwd = context.paths.absolute(args.workdir ?? '.');
      if (!(await isFolder(cwd))) return toolError(`There is no folder ${cwd} to run it in.`);
      const environment = parts.environment();
      const { command } = args;
      try {
        if (args.background) {
          const { conversationId } = context;
          const session = await parts.processes.start({
            command,
            cwd,
            environment,
            conversationId,
          });
          return json({ session_id: session.id, pid: session.process.pid });
        }
        const output = new BoundedText(outputLimits());
        const started = { command, cwd, environment, output, takesInput: false };
        const process = await parts.processes.run(started);
        return await untilFinished(process, output, args, context.signal);
      } catch (error) {
        context.signal.throwIfAborted();
        return json({ output: '', exit_code: -1, error: (error as Error).message }, true);
      }
    },
  });
}

async function untilFinished(
  process: ShellProcess,
  output: BoundedText,
  args: Arguments,
  signal: AbortSignal,
): Promise<ToolResult> {
  const stopped = await firstOf(process, args.timeout * 1000, signal);
  if (stopped === 'abort') await process.end(graceMs.abort);
  if (stopped === 'timeout') {
    // An abort does not wait for the grace that a timeout gives.
    const hurry = async (): Promise<void> => {
      const reason = await firstOf(process, graceMs.timeout, signal);
      if (reason === 'abort') await process.end(graceMs.abort);
    };
    await Promise.all([process.end(graceMs.timeout), hurry()]);
  }
  signal.throwIfAborted();
  const text = asSeen(output.toString()).trimEnd();
  return answer(args, text, await process.finished, stopped === 'timeout');
}

/** Why a process is to be stopped; undefined when it finished by itself. */
async function firstOf(
  process: ShellProcess,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<'timeout' | 'abort' | undefined> {
  const waiting = new AbortController();
  const timeout = delay(timeoutMs, 'timeout' as const, { signal: waiting.signal });
  const abort = once(signal, 'abort', { signal: waiting.signal }).then(() => 'abort' as const);
  try {
    return signal.aborted
      ? 'abort'
      : await Promise.race([process.finished.then(() => undefined), timeout, abort]);
  } finally {
    // Who lost the race is told to stop, and that it did so is no failure.
    waiting.abort();
    await Promise.allSettled([timeout, abort]);
  }
}

function answer(
  { command, timeout }: Arguments,
  output: string,
  exit: ShellExit,
  tookTooLong: boolean,
): ToolResult {
  const hint = tookTooLong || exit.code !== 0 ? interactiveHint(command, output) : undefined;
  if (tookTooLong) {
    const advice =
      hint ?? 'If it needs longer, give a larger timeout or start it with background: true.';
    const error = `It took longer than ${timeout} s and was stopped. ${advice}`;
    return json({ output, exit_code: timedOut, error }, true);
  }
  const notes = [hint, exit.leftBehind ? leftBehindNote : undefined].filter(
    (note) => note !== undefined,
  );
  return json({
    output,
    exit_code: exit.code,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  });
}

function outputLimits(): { head: number; tail: number } {
  const head = longestOutput * headShare;
  return { head, tail: longestOutput - head };
}

async function isFolder(absolute: string): Promise<boolean> {
  try {
    return (await stat(absolute)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function json(value: object, error = false): ToolResult {
  return { output: JSON.stringify(value), ...(error ? { error } : {}) };
}
