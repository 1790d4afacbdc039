import { BotApiError } from './api-error.ts';

/** How much may be sent; edits count. */
export interface Rates {
  /** Messages at once in one chat before its rate holds. */
  burst: number;
  /** In one chat, once the burst is used up. */
  perSecond: number;
  /** In one group. */
  groupPerMinute: number;
  /** In all chats together. */
  allPerSecond: number;
}

/** About what the platform allows; its true limits are not published. */
export const usualRates: Rates = { burst: 4, perSecond: 1, groupPerMinute: 20, allPerSecond: 30 };

/** Refuses what is too much, as the platform does. */
export interface Budget {
  /** @throws {BotApiError} 429 with `retry_after` in whole seconds */
  spend(chatId: number, isGroup: boolean): void;
}

/** @param now milliseconds of a clock that never goes back */
export function createBudget(rates: () => Rates, now = () => performance.now()): Budget {
  const sent = new Map<number, number[]>();
  const all: number[] = [];
  /** Chats that were refused are refused until their time is over. */
  const refused = new Map<number, number>();

  const within = (times: number[], ms: number): number[] => times.filter((at) => now() - at < ms);

  return {
    spend(chatId, isGroup) {
      const limits = rates();
      const at = now();
      const times = within(sent.get(chatId) ?? [], 60_000);
      const until = refused.get(chatId) ?? 0;
      const window = (limits.burst / limits.perSecond) * 1000;
      let wait = Math.max(0, until - at);
      if (within(times, window).length >= limits.burst) {
        wait = Math.max(wait, window - (at - times.at(-limits.burst)!));
      }
      if (isGroup && times.length >= limits.groupPerMinute) {
        wait = Math.max(wait, 60_000 - (at - times.at(-limits.groupPerMinute)!));
      }
      const lately = within(all, 1000);
      if (lately.length >= limits.allPerSecond) wait = Math.max(wait, 1000 - (at - lately[0]!));
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1000);
        if (until <= at) refused.set(chatId, at + seconds * 1000 - 50);
        throw new BotApiError(429, `Too Many Requests: retry after ${seconds}`, {
          retry_after: seconds,
        });
      }
      times.push(at);
      sent.set(chatId, times);
      all.splice(0, all.length, ...lately, at);
    },
  };
}
