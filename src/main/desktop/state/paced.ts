/**
 * Calls `work` at once, and then at most once per `ms` milliseconds however often it is asked to;
 * the last request is never lost. `end` drops what waits.
 */
export function paced(ms: number, work: () => void): { request: () => void; end: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let asked = false;
  const pause = (): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!asked) return;
      asked = false;
      work();
      pause();
    }, ms);
  };
  return {
    request: () => {
      if (timer) {
        asked = true;
        return;
      }
      work();
      pause();
    },
    end: () => {
      clearTimeout(timer);
      timer = undefined;
      asked = false;
    },
  };
}
