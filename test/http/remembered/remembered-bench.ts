import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ChatMessage } from '../../../src/main/model/model.ts';
import {
  startScriptedUpstream,
  type ScriptedReply,
  type ScriptedUpstream,
} from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost, type TestHostOptions } from '../../support/test-host.ts';

/** A host whose model does what a test says, and the history that its client keeps. */
export interface RememberedBench {
  upstream: ScriptedUpstream;
  host: TestHost;
  /** The model's next replies, in order. */
  reply(...replies: ScriptedReply[]): void;
  /** Sends a body; the answer's JSON. */
  post(path: string, body: object, headers?: Record<string, string>): Promise<Answer>;
  /** A chat with this history; the assistant's message. */
  chat(
    messages: readonly object[],
    more?: object,
    headers?: Record<string, string>,
  ): Promise<AssistantMessage>;
  /** What the model was sent last, without the system prompt. */
  sent(): ChatMessage[];
  restart(): Promise<void>;
}

type Answer = Record<string, unknown>;

/** An assistant's message as chat completions answer it. */
export interface AssistantMessage {
  role: 'assistant';
  content: string | null;
  tool_calls?: { id: string; type: 'function'; function: { name: string; arguments: string } }[];
}

/** A call of the agent's terminal. */
export const runs = (command: string, id?: string): ScriptedReply => ({
  toolCalls: [{ ...(id === undefined ? {} : { id }), name: 'terminal', arguments: { command } }],
});

/** Starts a bench before the tests of a file and ends it after them. */
export function useRememberedBench(options: TestHostOptions = {}): RememberedBench {
  const bench = {} as RememberedBench;
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
    await start();
  });
  afterEach(() => bench.host.host.runs.drain(0, 'cancelled_by_user'));
  afterAll(async () => {
    await bench.host.close();
    await bench.upstream.close();
  });
  const post: RememberedBench['post'] = async (path, body, headers = {}) => {
    const answer = await fetch(bench.host.url + path, {
      method: 'POST',
      headers: { ...bench.host.headers, ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${text}`);
    return JSON.parse(text) as Answer;
  };
  return Object.assign(bench, {
    reply: (...replies: ScriptedReply[]) => bench.upstream.reply(...replies),
    post,
    chat: async (
      messages: readonly object[],
      more: object = {},
      headers: Record<string, string> = {},
    ) => {
      const answer = await post('/v1/chat/completions', { messages, ...more }, headers);
      const [choice] = (answer as { choices: { message: AssistantMessage }[] }).choices;
      const { role, content, tool_calls: calls } = choice!.message;
      return { role, content, ...(calls ? { tool_calls: calls } : {}) };
    },
    sent: () => bench.upstream.requests.at(-1)!.body.messages.slice(1),
    async restart() {
      const { dataDir, workspace } = bench.host;
      await bench.host.host.close();
      await start({ dataDir, workspace });
    },
  });
}

/** A message of a person's. */
export const user = (content: unknown): { role: 'user'; content: unknown } => ({
  role: 'user',
  content,
});

/** Roles in order, with what tools found: "user", "assistant", "tool: found" … */
export function shapeOf(messages: readonly ChatMessage[]): string[] {
  return messages.map((message) =>
    message.role === 'tool'
      ? `tool: ${(JSON.parse(message.content as string) as { output: string }).output.trim()}`
      : message.role,
  );
}
