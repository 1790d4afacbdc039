import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { defineTool, toolError, type Tool, type ToolContext, type ToolResult } from '../../tool.ts';
import type { Judge } from '../../approvals/judge/judge.ts';
import { assessTyping } from './typed-input.ts';
import { leftBehindNote, type ShellExit } from './shell-process.ts';
import { backgroundGraceMs, type ProcessRegistry, type ProcessSession } from './processes.ts';
import { asSeen } from '../../text/terminal-text.ts';
import { redactedInputProblem } from '../../text/redacted.ts';
import { cutText, longestOutput, tailOf } from '../../text/truncate.ts';

/** Output shown by list, poll and wait: its end, in characters. */
const shown = { list: 200, poll: 1_000, wait: 4_000 };

const parameters = z.object({
  action: z.enum(['list', 'poll', 'log', 'wait', 'kill', 'write']).describe('What to do.'),
  session_id: z
    .string()
    .optional()
    .describe('From terminal; the first digits suffice. Needed for all but list.'),
  data: z
    .string()
    .optional()
    .describe('write: what to send, as it is: end it with a newline to press Enter.'),
  timeout: z
    .number()
    .min(1)
    .max(3600)
    .default(180)
    .describe('wait: seconds to wait for the end of the process.'),
  offset: z
    .int()
    .min(0)
    .optional()
    .describe('log: first line to show, from 0. Default: the last lines.'),
  limit: z.int().min(1).max(2000).default(200).describe('log: most lines to show.'),
});
type Arguments = z.output<typeof parameters>;

const description = `Look after the background processes that terminal started.
list: all of them. poll: whether one runs, and the end of its output. log: its output by lines. wait: until it ends, or timeout (it then runs on). kill: end it and all it started. write: send text to its input.
They run on after your answer, until they end, are killed, or the app quits.`;

export interface ProcessToolParts {
  processes: ProcessRegistry;
  judge: Judge['command'];
}

/** Manages background processes. */
export function createProcessTool(parts: ProcessToolParts): Tool<typeof parameters> {
  const { processes } = parts;
  return defineTool({
    name: 'process',
    description,
    parameters,
    summarize: ({ action, session_id }) => [action, session_id].filter(Boolean).join(' '),
    describeAction: ({ action, session_id, data = '' }) => {
      const command = session_id && processes.get(session_id)?.command;
      return action === 'write' && command
        ? `${data}\n(typed into: ${command})`
        : [action, session_id].filter(Boolean).join(' ');
    },
    async assess({ action, session_id, data }, context) {
      const session = session_id === undefined ? undefined : processes.get(session_id);
      if (action !== 'write' || data === undefined || !session) return [];
      return assessTyping(session, data, context, parts);
    },
    async execute(args, context) {
      if (args.action === 'list') return list(processes, context);
      if (!args.session_id) return toolError(`${args.action} needs a session_id; see action list.`);
      const session = processes.get(args.session_id);
      if (!session) {
        return toolError(`There is no process ${args.session_id} (any more); see action list.`);
      }
      const result = await act(args, args.action, session, context);
      return { ...result, confined: session.process.confined };
    },
  });
}

async function act(
  args: Arguments,
  action: Exclude<Arguments['action'], 'list'>,
  session: ProcessSession,
  context: ToolContext,
): Promise<ToolResult> {
  switch (action) {
    case 'poll':
      return json({ ...head(session), output_preview: endOf(session, shown.poll) });
    case 'log':
      return json({ ...head(session), ...page(session, args) });
    case 'wait':
      return wait(session, args.timeout, context.signal);
    case 'kill': {
      const status = session.process.exit ? 'already_exited' : 'killed';
      await session.process.end(backgroundGraceMs);
      return json({ ...head(session), status, output_preview: endOf(session, shown.poll) });
    }
    case 'write': {
      if (args.data === undefined) return toolError('write needs data.');
      const problem = redactedInputProblem(args.data);
      if (problem !== undefined) return toolError(problem);
      if (!(await session.process.write(args.data))) {
        return toolError(`${session.id} takes no input: it has ended or closed its input.`);
      }
      session.typed += args.data;
      return json({ session_id: session.id, status: 'ok', written: args.data.length });
    }
  }
}

function list(processes: ProcessRegistry, { conversationId }: ToolContext): ToolResult {
  const sessions = processes.list().map((session) => ({
    ...head(session),
    output_preview: endOf(session, shown.list),
    ...(session.conversationId === conversationId ? {} : { other_conversation: true }),
  }));
  return json({ processes: sessions });
}

async function wait(
  session: ProcessSession,
  seconds: number,
  signal: AbortSignal,
): Promise<ToolResult> {
  const timer = new AbortController();
  const giveUp = delay(seconds * 1000, undefined, {
    signal: AbortSignal.any([timer.signal, signal]),
  });
  // When the process ends first, the timer is cancelled, and that is no failure.
  await Promise.race([session.process.finished, giveUp.catch(() => undefined)]);
  timer.abort();
  signal.throwIfAborted();
  const output = endOf(session, shown.wait);
  if (session.process.exit) return json({ ...head(session), output });
  return json({
    ...head(session),
    output,
    note: `It still runs after ${seconds} s, which is no error. Look again later.`,
  });
}

function head(session: ProcessSession): object {
  const { id, command, startedAt, process } = session;
  if (process.exit) session.endTold = true;
  return {
    session_id: id,
    command,
    status: process.exit ? 'exited' : 'running',
    pid: process.pid,
    ...(process.exit
      ? {
          exit_code: process.exit.code,
          ...noteOf(process.exit),
        }
      : { uptime_seconds: Math.round((performance.now() - startedAt) / 1000) }),
  };
}

function noteOf({ leftBehind, takenAway }: ShellExit): { note?: string } {
  const notes = [...(leftBehind ? [leftBehindNote] : []), ...takenAway];
  return notes.length > 0 ? { note: notes.join(' ') } : {};
}

function page({ output }: ProcessSession, { offset, limit }: Arguments): object {
  const text = asSeen(output.toString()).replace(/\n$/, '');
  const lines = text === '' ? [] : text.split('\n');
  const first = offset ?? Math.max(0, lines.length - limit);
  const selected = lines.slice(first, first + limit);
  return {
    output: cutText(selected.join('\n'), longestOutput),
    total_lines: lines.length,
    showing: selected.length > 0 ? `lines ${first} to ${first + selected.length - 1}` : 'no lines',
    ...(output.truncated ? { note: 'The beginning of the output is no longer kept.' } : {}),
  };
}

function endOf({ output }: ProcessSession, length: number): string {
  return tailOf(asSeen(output.end(2 * length)).trimEnd(), length);
}

function json(value: object): ToolResult {
  return { output: JSON.stringify(value) };
}
