import { Worker } from 'node:worker_threads';
import type { Risk } from '../../tool.ts';
import type { CommandEnvironment } from '../command-environment.ts';
import type { JudgeAnswer, JudgeQuestion } from './judge-worker.ts';

export interface JudgeOptions {
  /** Absolute path of the built `judge-worker`. */
  workerFile: string;
  /** How long one judgement may take, in milliseconds. Default: 500. */
  deadlineMs?: number;
  /** How long the thread is kept when nothing is asked, in milliseconds. Default: 60 s. */
  idleMs?: number;
}

/** Judges commands in a thread of its own, so that none can hold up the host. */
export interface Judge {
  /**
   * What is dangerous about a command. Never rejects: where the judgement takes too long or breaks,
   * the one risk is that nobody knows, which a person must decide in every mode.
   */
  readonly command: (command: string, environment: CommandEnvironment) => Promise<Risk[]>;
  /** Ends the thread. What is asked afterwards starts another. */
  close(): Promise<void>;
}

/** How long a thread may take to be ready on a busy machine, in milliseconds. */
const startMs = 10_000;
/** Memory of the thread, in MiB; a command that makes it grow further is not judged. */
const mostMemory = 256;

/** Commands are judged one after the other; the deadline of each begins when its turn has come. */
export function createJudge(options: JudgeOptions): Judge {
  const { workerFile, deadlineMs = 500, idleMs = 60_000 } = options;
  let thread: JudgeThread | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    const ending = thread;
    thread = undefined;
    await ending?.end();
  };

  const judge = async (question: JudgeQuestion): Promise<Risk[]> => {
    clearTimeout(idle);
    try {
      thread ??= new JudgeThread(workerFile);
      return await thread.ask(question, deadlineMs);
    } catch (error) {
      await end();
      return [unjudged((error as Error).message)];
    } finally {
      idle = setTimeout(() => void end(), idleMs).unref();
    }
  };

  return {
    command(command, environment) {
      const answer = turn.then(() => judge({ command, environment }));
      turn = answer;
      return answer;
    },
    async close() {
      clearTimeout(idle);
      await turn;
      clearTimeout(idle);
      await end();
    },
  };
}

function unjudged(why: string): Risk {
  return {
    level: 'person',
    reason: `could not be judged (${why}), so it may do anything`,
    rule: 'unjudged',
  };
}

/** One thread that answers one question at a time. */
class JudgeThread {
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #settle: ((answer: JudgeAnswer) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;

  constructor(workerFile: string) {
    this.#worker = new Worker(workerFile, {
      resourceLimits: { maxOldGenerationSizeMb: mostMemory },
      // It reads the files that a command would run, and nothing of the environment.
      env: {},
    });
    this.#worker.unref();
    this.#worker.on('message', (answer: JudgeAnswer) => this.#settle?.(answer));
    const ended = (error: Error): void => this.#fail?.(error);
    this.#worker.on('error', ended);
    this.#worker.on('exit', () => ended(new Error('the judge ended')));
    this.#ready = within(startMs, 'the judge did not start', this.#answer()).then(() => {});
  }

  /** @throws when it takes longer than `deadlineMs`, or when the thread breaks */
  async ask(question: JudgeQuestion, deadlineMs: number): Promise<Risk[]> {
    await this.#ready;
    const answer = this.#answer();
    this.#worker.postMessage(question);
    const { risks, error } = await within(deadlineMs, 'it took too long', answer);
    if (error !== undefined) throw new Error(error);
    return risks;
  }

  async end(): Promise<void> {
    this.#settle = this.#fail = undefined;
    await this.#worker.terminate();
  }

  #answer(): Promise<JudgeAnswer> {
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
  }
}

/** @throws when the promise takes longer */
async function within<T>(ms: number, problem: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    const expire = (): void => reject(new Error(problem));
    // After a stall of the host the timer comes first: an answer that is there already counts.
    timer = setTimeout(() => setImmediate(() => setImmediate(expire)), ms);
  });
  try {
    return await Promise.race([promise, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
