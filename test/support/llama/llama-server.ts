import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { installLlama } from './install-llama.ts';

/** What the engine did for one request, by its own counts. */
export interface LlamaAnswer {
  /** Tokens of the whole prompt; those taken from the cache; those evaluated anew. */
  promptTokens: number;
  cached: number;
  evaluated: number;
  /** Tokens it wrote. */
  generated: number;
  reason: 'stop' | 'length' | 'aborted';
  /** The prompt as the template rendered it. */
  prompt: string;
}

/** Something in place of what the model would say; the prompt is evaluated all the same. */
export interface LlamaScript {
  text?: string;
  toolCalls?: { id?: string; name: string; arguments: object }[];
  /** The model itself ends its answer with its first token. */
  endAtOnce?: boolean;
  /** The answer does not tell its counts; with nothing else set, the model says what it would. */
  usage?: false;
}

/** A model server with a real engine and a real model behind it. */
export interface LlamaServer {
  /** `http://127.0.0.1:PORT/v1` */
  url: string;
  /** The model's id. */
  model: string;
  /** Requests that were evaluated, in the order in which they ended. */
  readonly answers: readonly LlamaAnswer[];
  /** Prompts that were refused for their length, in tokens. */
  readonly refused: readonly number[];
  /** The n-th answer, counted from 1, as soon as it is there. */
  waitForAnswer(n: number): Promise<LlamaAnswer>;
  /** Queues what is said in place of the model, for one request each. */
  script(...replies: LlamaScript[]): void;
  /** How many tokens a piece of a prompt is. */
  count(text: string): Promise<number>;
  close(): Promise<void>;
}

/** What the process tells. */
interface Told {
  port?: number;
  answered?: LlamaAnswer;
  refused?: { promptTokens: number };
  counted?: { id: number; tokens: number };
}

/**
 * Starts llama.cpp with Gemma 3 270M on a free loopback port, in a process of its own, on one thread.
 * A request continues the sequence that shares the longest beginning with it, as llama-server's prompt
 * cache does; `usage`, `timings` and {@link LlamaServer.answers} say what was evaluated.
 * @param options.contextSize tokens that each sequence holds
 * @param options.slots sequences that are kept
 * @param options.longestAnswer tokens, where a request does not say
 * @returns why there is none, where this machine or its network cannot have it
 */
export async function startLlamaServer({
  contextSize = 8192,
  slots = 1,
  longestAnswer = 64,
} = {}): Promise<LlamaServer | string> {
  const installed = await installLlama();
  if (typeof installed === 'string') return installed;
  const name = 'gemma-3-270m';
  const options = { ...installed, contextSize, slots, longestAnswer, name };
  const child = fork(path.join(import.meta.dirname, 'llama-child.mjs'), [JSON.stringify(options)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const answers: LlamaAnswer[] = [];
  const refused: number[] = [];
  const counted: ((tokens: number) => void)[] = [];
  const watchers = new Set<() => void>();
  const port = await new Promise<number>((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`The llama server ended with ${code}`)));
    child.on('message', (told: Told) => {
      if (told.port !== undefined) resolve(told.port);
      if (told.answered) answers.push(told.answered);
      if (told.counted) counted[told.counted.id]!(told.counted.tokens);
      if (told.refused) refused.push(told.refused.promptTokens);
      for (const watcher of watchers) watcher();
    });
  });
  return {
    url: `http://127.0.0.1:${port}/v1`,
    model: name,
    answers,
    refused,
    waitForAnswer: (n) =>
      new Promise((resolve) => {
        const look = (): void => {
          const answer = answers[n - 1];
          if (!answer) return;
          watchers.delete(look);
          resolve(answer);
        };
        watchers.add(look);
        look();
      }),
    script: (...replies) => {
      for (const reply of replies) child.send({ reply });
    },
    count: (text) =>
      new Promise((resolve) => {
        const id = counted.push(resolve) - 1;
        child.send({ count: text, id });
      }),
    close: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
