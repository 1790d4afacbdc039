import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Run } from '../../../src/main/runs/run.ts';
import {
  startScriptedUpstream,
  type ScriptedReply,
  type ScriptedUpstream,
} from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost, type TestHostOptions } from '../../support/test-host.ts';

/** A host whose model writes a line into a file, then answers by what the test says. */
export interface RepetitionBench {
  upstream: ScriptedUpstream;
  host: TestHost;
  /** How the model service answers once the tool has run; the last one stays. */
  afterTool(...replies: ScriptedReply[]): void;
  /** What the model says before it calls the tool, and the command that it runs. */
  toolTurn: { text?: string; command: string };
  /** How often the tool has run. */
  lines(): Promise<number>;
  post(
    path: string,
    body: object,
    headers?: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Response>;
  /** The runs of this test, newest first. */
  runs(): Run[];
  /** Ends the host and starts another on the same data. */
  restart(): Promise<void>;
}

/** A failure that the host does not wait for. */
export const fails: ScriptedReply = { status: 503, headers: { 'x-should-retry': 'false' } };

/** What the tool writes into the workspace. */
const file = 'lines';

/** Starts a bench before the tests of a file and ends it after them. */
export function useRepetitionBench(options: TestHostOptions = {}): RepetitionBench {
  const bench = {} as RepetitionBench;
  let before = new Set<string>();
  let replies: ScriptedReply[] = [];
  const start = async (given: { dataDir?: string; workspace?: string } = {}): Promise<void> => {
    bench.host = await startTestHost({
      settings: { agent: { approvals: 'allow' } },
      ...options,
      ...given,
      upstream: bench.upstream.url,
    });
  };
  beforeAll(async () => {
    bench.upstream = await startScriptedUpstream();
    bench.upstream.replyWith(({ messages }) => {
      if (messages.at(-1)?.role === 'tool') {
        return (replies.length > 1 ? replies.shift() : replies[0]) ?? { text: 'Done' };
      }
      const { text, command } = bench.toolTurn;
      return {
        ...(text === undefined ? {} : { text }),
        toolCalls: [{ name: 'terminal', arguments: { command } }],
      };
    });
    await start();
  });
  beforeEach(async () => {
    bench.toolTurn = { text: 'Looking', command: `echo line >> ${file}` };
    replies = [];
    before = new Set(bench.host.host.runs.list().map(({ id }) => id));
    await rm(path.join(bench.host.workspace, file), { force: true });
  });
  afterEach(() => bench.host.host.runs.drain(0, 'cancelled_by_user'));
  afterAll(async () => {
    await bench.host.close();
    await bench.upstream.close();
  });
  return Object.assign(bench, {
    afterTool: (...next: ScriptedReply[]) => {
      replies = next;
    },
    async lines() {
      const text = await readFile(path.join(bench.host.workspace, file), 'utf8').catch(() => '');
      return text.split('\n').length - 1;
    },
    post: (
      where: string,
      body: object,
      headers: Record<string, string> = {},
      signal?: AbortSignal,
    ) =>
      fetch(bench.host.url + where, {
        method: 'POST',
        headers: { ...bench.host.headers, ...headers },
        body: JSON.stringify(body),
        ...(signal ? { signal } : {}),
      }),
    runs: () => bench.host.host.runs.list().filter(({ id }) => !before.has(id)),
    async restart() {
      const { dataDir, workspace } = bench.host;
      await bench.host.host.close();
      await start({ dataDir, workspace });
    },
  });
}

/** The text of an answer of any of the two APIs, streamed or not; empty where it failed. */
export async function textOf(answer: Response): Promise<string> {
  const body = await answer.text();
  if (answer.status !== 200) return '';
  if (!answer.headers.get('content-type')!.includes('event-stream')) {
    const parsed = JSON.parse(body) as {
      choices?: { message: { content: string } }[];
      output?: { type: string; content?: { text: string }[] }[];
    };
    if (parsed.choices) return parsed.choices[0]!.message.content;
    const messages = (parsed.output ?? []).filter(({ type }) => type === 'message');
    return messages.map(({ content }) => content![0]!.text).join('\n\n');
  }
  const frames = body
    .split('\n\n')
    .map((frame) => /^data: (\{.*)$/m.exec(frame)?.[1])
    .filter((json) => json !== undefined)
    .map((json) => JSON.parse(json) as Frame);
  const pieces = frames.map(({ choices, type, delta }) =>
    type === 'response.output_text.delta' ? delta : choices?.[0]?.delta.content,
  );
  return pieces.join('');
}

interface Frame {
  type?: string;
  delta?: string;
  choices?: { delta: { content?: string } }[];
}
