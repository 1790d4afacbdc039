import type { Run } from '../../../runs/run.ts';

/** What every chunk of an answer, or the answer as a whole, begins with. */
export interface AnswerHead {
  /** `chatcmpl-…`, of the old form `cmpl-…` */
  id: string;
  /** Seconds since the epoch. */
  created: number;
  /** As the client named it. */
  model: string;
}

/** The head of the answer a run gives; the same however often it is asked for. */
export function answerHead(run: Run, model: string, prefix: 'chatcmpl' | 'cmpl'): AnswerHead {
  return {
    id: `${prefix}-${run.id.replace(/^run_/, '')}`,
    created: Math.floor(run.createdAt / 1000),
    model,
  };
}
