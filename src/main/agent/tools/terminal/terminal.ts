import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Judge } from '../../approvals/judge/judge.ts';
import type { Confinement, EnclosedProgram, Program } from '../../confinement/confinement.ts';
import {
  defineTool,
  toolError,
  type Risk,
  type Tool,
  type ToolContext,
  type ToolResult,
} from '../../tool.ts';
import { interactiveHint } from './interactive.ts';
import type { ProcessRegistry, ProcessSession } from './processes.ts';
import { leftBehindNote, type ShellExit, type ShellProcess } from './shell-process.ts';
import { withoutWall } from './shell-variables.ts';
import { canEnter } from './enterable.ts';
import type { ShellEnd, Shells } from './shells.ts';
import { asSeen } from '../../text/terminal-text.ts';
import { redactedInputProblem } from '../../text/redacted.ts';
import { BoundedText, cutLine, longestOutput } from '../../text/truncate.ts';

export interface TerminalParts {
  processes: ProcessRegistry;
  judge: Judge['command'];
  shells: Shells;
  confinement: Confinement;
}

/** How long the processes of a command may take to end when asked, in milliseconds. */
const graceMs = { timeout: 2_000, abort: 250 };
/** The exit code of a command that was stopped for taking too long, as of timeout(1). */
const timedOutCode = 124;
/** Of the kept output, the part that comes from its beginning. */
const headShare = 0.4;

const parameters = z.object({
  command: z.string().trim().min(1).describe('The command, as for a shell.'),
  background: z
    .boolean()
    .default(false)
    .describe('Start it and answer at once; for servers and watchers.'),
  timeout: z
    .number()
    .min(1)
    .max(3600)
    .default(180)
    .describe('Seconds until it is stopped; not for background commands.'),
  workdir: z
    .string()
    .optional()
    .describe('Folder for this one call, absolute or relative to the workspace.'),
  outside: z
    .boolean()
    .default(false)
    .describe('Run outside the wall: always asks the user. Only after the wall refused.'),
  reason: z.string().trim().optional().describe('outside: what it must reach, and what for.'),
});
type Arguments = z.output<typeof parameters>;

const description = `Run a command in the shell that the prompt names. Answers {"output", "exit_code"}, with "error" when it could not be run or was stopped; stdout and stderr come in the order in which they were written, long output without its middle.
The folder ("cd") and exported variables carry over to the next call; it starts in "cwd", or in the workspace where the answer names none.
There is no terminal and no input: pass flags that make programs non-interactive. When a command ends, what it left running with "&" ends too: start servers with background: true, which answers {"session_id", "pid"}, and go on with the process tool.
Not for reading, writing, changing or searching files (cat, echo, sed, grep, find): read_file, write_file, patch and search_files do that better.`;

/** Runs commands in Bash, else sh. */
export function createTerminalTool(parts: TerminalParts): Tool<typeof parameters> {
  return defineTool({
    name: 'terminal',
    description,
    parameters,
    summarize: ({ command, background }) =>
      `${command.replace(/\s+/g, ' ')}${background ? ' (in the background)' : ''}`,
    describeAction: ({ command, workdir }) => (workdir ? `${command}\n(in ${workdir})` : command),
    folderOf: ({ workdir }, context) =>
      context.paths.absolute(
        workdir ?? parts.shells.folder(context.conversationId, context.order) ?? '.',
      ),

    async assess({ command, workdir, outside, background, reason }, context) {
      const folders = await context.paths.folders();
      const wall = await parts.confinement.ready();
      const enters = entersFor({ outside, background }, context, parts);
      const { cwd, variables } = await parts.shells.begin(workdir, context, {
        canEnter: enters,
        outside,
      });
      const ownPids = await parts.processes.pids();
      const { platform } = process;
      const isOn = wall.state === 'on';
      const where = { ...folders, cwd, variables, ownPids, platform, wall: isOn && !outside };
      return [
        ...(outside && isOn ? [leavesTheWall(command, reason)] : []),
        ...(await parts.judge(command, where)),
      ];
    },

    async execute(args, context) {
      context.signal.throwIfAborted();
      const { command, workdir, outside, background } = args;
      const problem = redactedInputProblem(command);
      if (problem !== undefined) return toolError(problem);
      const { conversationId } = context;
      const enclose = encloseFor({ outside, background }, context, parts);
      const enters = entersFor({ outside, background }, context, parts);
      const { cwd, environment, note } = await parts.shells.begin(workdir, context, {
        canEnter: enters,
        outside,
      });
      if (!(await enters(cwd))) return toolError(`There is no folder ${cwd} to run it in.`);
      try {
        if (background) {
          const session = await parts.processes.start({
            command,
            cwd,
            environment,
            enclose,
            conversationId,
          });
          return {
            ...json({ session_id: session.id, pid: session.process.pid, ...notesOf([note]) }),
            confined: session.process.confined,
          };
        }
        const output = new BoundedText(outputLimits());
        const process = await parts.processes.run({
          command,
          cwd,
          environment,
          enclose,
          output,
          takesInput: false,
          reports: true,
        });
        const { exit, timedOut } = await untilFinished(process, args, context.signal);
        const report = exit.report && withoutWall(exit.report, process.environment, environment);
        const end = await parts.shells.leave(workdir, report, context, { outside });
        context.signal.throwIfAborted();
        const ended = parts.processes.takeEnded(context.conversationId).map(describeEnd);
        const text = asSeen(output.toString()).trimEnd();
        const refused = [...process.refusals(text), ...exit.takenAway];
        const wall = refused.length > 0 && !outside ? [...refused, wayOut] : refused;
        return {
          ...answer(args, text, { exit, timedOut, end, notes: [note, ...wall, ...ended] }),
          confined: process.confined,
        };
      } catch (error) {
        context.signal.throwIfAborted();
        return json({ output: '', exit_code: -1, error: (error as Error).message }, true);
      }
    },
  });
}

type HowRun = Pick<Arguments, 'outside' | 'background'>;

/** Puts the wall around the command of a call, or leaves it as it is. */
function encloseFor(
  { outside, background }: HowRun,
  { workspace, conversationId }: ToolContext,
  { confinement }: TerminalParts,
): (program: Program) => Promise<EnclosedProgram> {
  return (program) =>
    confinement.enclose(program, {
      workspace,
      owner: conversationId,
      outside,
      lasting: background,
    });
}

/** Whether the command of a call can start in a folder. */
function entersFor(
  how: HowRun,
  context: ToolContext,
  parts: TerminalParts,
): (folder: string) => Promise<boolean> {
  const { processes, confinement } = parts;
  const { workspace } = context;
  const enclose = encloseFor({ ...how, background: false }, context, parts);
  return (folder) => {
    const confined = confinement.status.state === 'on' && !how.outside;
    return canEnter(folder, { processes, workspace, confined, enclose });
  };
}

async function untilFinished(
  process: ShellProcess,
  args: Arguments,
  signal: AbortSignal,
): Promise<{ exit: ShellExit; timedOut: boolean }> {
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
  return { exit: await process.finished, timedOut: stopped === 'timeout' };
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
  {
    exit,
    timedOut,
    end,
    notes,
  }: { exit: ShellExit; timedOut: boolean; end: ShellEnd; notes: (string | undefined)[] },
): ToolResult {
  const hint = timedOut || exit.code !== 0 ? interactiveHint(command, output) : undefined;
  const cwd = end.cwd === undefined ? {} : { cwd: end.cwd };
  if (timedOut) {
    const advice =
      hint ?? 'If it needs longer, give a larger timeout or start it with background: true.';
    const error = `It took longer than ${timeout} s and was stopped. ${advice}`;
    const noted = notesOf([...notes, ...end.notes]);
    const told = json({ output, exit_code: timedOutCode, ...cwd, error, ...noted }, true);
    return { ...told, failure: 'timed_out' };
  }
  const leftBehind = exit.leftBehind ? leftBehindNote : undefined;
  const noted = notesOf([...notes, hint, leftBehind, ...end.notes]);
  return { ...json({ output, exit_code: exit.code, ...cwd, ...noted }), exitCode: exit.code };
}

function notesOf(notes: readonly (string | undefined)[]): { note?: string } {
  const told = notes.filter((note) => note !== undefined);
  return told.length > 0 ? { note: told.join(' ') } : {};
}

/** For the model, about a background process that has ended since it last heard of it. */
function describeEnd({ id, command, process }: ProcessSession): string {
  const shown = cutLine(command.replace(/\s+/g, ' '), 80);
  return `The background process ${id} (${shown}) has ended with exit code ${process.exit?.code}; its output: process, action "log".`;
}

/** For the model, after what the wall refused. */
const wayOut =
  'If the task needs it, call terminal again with outside: true and the reason; the user is asked.';

function leavesTheWall(command: string, reason: string | undefined): Risk {
  const goal = reason ? `: "${reason}"` : ', and gives no reason';
  return {
    level: 'person',
    reason: `runs outside the wall, with all your rights${goal}`,
    rule: `outside: ${command}`,
  };
}

function outputLimits(): { head: number; tail: number } {
  const head = longestOutput * headShare;
  return { head, tail: longestOutput - head };
}

function json(value: object, error = false): ToolResult {
  return { output: JSON.stringify(value), ...(error ? { error } : {}) };
}
