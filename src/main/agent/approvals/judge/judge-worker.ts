import { parentPort } from 'node:worker_threads';
import type { Risk } from '../../tool.ts';
import { createAssessCommand } from '../assess-command.ts';
import type { CommandEnvironment } from '../command-environment.ts';

/** What the host asks the thread. */
export interface JudgeQuestion {
  command: string;
  environment: CommandEnvironment;
}

/** What the thread answers, once at its start and then once a question. */
export interface JudgeAnswer {
  risks: Risk[];
  /** Why the command could not be judged. */
  error?: string;
}

const assessCommand = createAssessCommand();
const port = parentPort!;
port.on('message', ({ command, environment }: JudgeQuestion) => {
  let answer: JudgeAnswer;
  try {
    answer = { risks: assessCommand(command, environment) };
  } catch (error) {
    answer = { risks: [], error: error instanceof Error ? error.message : String(error) };
  }
  port.postMessage(answer);
});
port.postMessage({ risks: [] } satisfies JudgeAnswer);
