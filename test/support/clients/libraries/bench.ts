import { readFile, realpath, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type OpenAI from 'openai';
import { startHeadlessHost, type HeadlessHost } from '../../headless-host.ts';
import {
  startScriptedUpstream,
  type ScriptedReply,
  type ScriptedRequest,
  type ScriptedUpstream,
} from '../../scripted-upstream.ts';

type Body = ScriptedRequest['body'];
type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;

/**
 * What the model does in one turn, step by step: the first reply, the reply once it has been given the
 * results of that one's calls, and so on; the last one stays. A function is told how often this step has
 * been asked before.
 */
export type Step = ScriptedReply | ((before: number, body: Body) => ScriptedReply);

/** The built headless host in front of a model that does what each question's script says. */
export interface ClientsBench {
  host: HeadlessHost;
  /** As a client is given it: `http://127.0.0.1:PORT/v1`. */
  base: string;
  key: string;
  workspace: string;
  /**
   * Gives new words for a person to ask with, which the model answers by these steps. What it is asked
   * without tools and besides, such as a title, it answers with the bench's light answer.
   */
  question(...steps: Step[]): string;
  /** What the model was asked about these words, in order; light requests are left out. */
  askedAbout(question: string): Body[];
  /** The text of a file in the workspace; empty where there is none. */
  written(file: string): Promise<string>;
  /** The host's runs, newest first. */
  runs(): Promise<RunCard[]>;
  close(): Promise<void>;
}

/** The part of a run's card that tests look at. */
interface RunCard {
  id: string;
  status: string;
  client: string;
}

/**
 * Starts both on free ports, with approvals given: what runs is not the question here.
 * @param light what the model says to light requests: the form in which the client wants a title
 */
export async function startClientsBench(light = 'A title'): Promise<ClientsBench> {
  const upstream = await startScriptedUpstream();
  const workspace = await realpath(await mkdtemp(path.join(tmpdir(), 'hermes-work-')));
  const host = await startHeadlessHost({
    upstream: upstream.url,
    workspace,
    env: { HERMES_APPROVALS: 'allow' },
  });
  const scripts = new Map<string, { steps: Step[]; asked: number[] }>();
  upstream.replyWith((body) => {
    const words = questionIn(body.messages);
    const script = words === undefined ? undefined : scripts.get(words);
    if (!script || !body.tools) return { text: light };
    const at = Math.min(callsSince(body.messages, words!), script.steps.length - 1);
    const before = script.asked[at] ?? 0;
    script.asked[at] = before + 1;
    const step = script.steps[at]!;
    return typeof step === 'function' ? step(before, body) : step;
  });
  return {
    host,
    base: `${host.url}/v1`,
    key: host.headers['Authorization']!.replace('Bearer ', ''),
    workspace,
    question(...steps) {
      const words = `Question ${scripts.size + 1}, please.`;
      scripts.set(words, { steps, asked: [] });
      return words;
    },
    askedAbout: (question) => askedOf(upstream, question),
    written: (file) => readFile(path.join(workspace, file), 'utf8').catch(() => ''),
    async runs() {
      const answer = await fetch(`${host.url}/v1/runs`, { headers: host.headers });
      return ((await answer.json()) as { data: RunCard[] }).data;
    },
    async close() {
      await host.close();
      await upstream.close();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

function askedOf({ requests }: ScriptedUpstream, question: string): Body[] {
  return requests
    .map(({ body }) => body)
    .filter(({ messages, tools }) => tools && questionIn(messages) === question);
}

/**
 * The question that a conversation has come to: the last thing that the person said, where that is one,
 * or is what a client says itself when an answer broke off.
 */
function questionIn(messages: readonly Message[]): string | undefined {
  const said = messages.filter(({ role }) => role === 'user').map(textOf);
  const found = said.flatMap((text) => text.match(/Question \d+, please\./g) ?? []).at(-1);
  const last = said.at(-1) ?? '';
  return found && (last.includes(found) || last.includes('Resume directly')) ? found : undefined;
}

/** How many replies with calls the conversation holds since a question came. */
function callsSince(messages: readonly Message[], question: string): number {
  const start = messages.findLastIndex(
    (message) => message.role === 'user' && textOf(message).includes(question),
  );
  return messages
    .slice(start)
    .filter((message) => message.role === 'assistant' && message.tool_calls?.length).length;
}

/** The text of a message, of its parts joined. */
export function textOf({ content }: Message): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => ('text' in part ? part.text : '')).join('\n');
}

/**
 * Whether a process runs that has this word among its arguments, inside the wall or outside it.
 * Linux only.
 */
export async function runsWith(word: string): Promise<boolean> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.split('\0').includes(word)) return true;
  }
  return false;
}
