import { untilAborted } from '../../system/until-aborted.ts';

/** Knows of the answers that a host is at. */
export interface AnswersUnderWay {
  /** Does the work of one. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Resolves when none is under way, or after so many milliseconds.
   * @throws the signal's reason
   */
  over(signal: AbortSignal, mostMs: number): Promise<void>;
}

/**
 * A model service on this computer answers one after the other, and forgets what it has read of a chat
 * for another's sake: a title that is asked for beside an answer would hold up both.
 */
export function createAnswersUnderWay(): AnswersUnderWay {
  let underWay = 0;
  let whenOver: (() => void)[] = [];
  return {
    async during(work) {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        if (underWay === 0) {
          for (const tell of whenOver) tell();
          whenOver = [];
        }
      }
    },
    async over(signal, mostMs) {
      if (underWay === 0) return;
      let timer: NodeJS.Timeout | undefined;
      const ended = new Promise<void>((resolve) => {
        whenOver.push(resolve);
        timer = setTimeout(resolve, mostMs);
      });
      try {
        await untilAborted(ended, signal);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
