import type { Logger } from './logger.ts';

/** Logs what is about to end the process, or would without a handler; changes nothing else. */
export function logCrashes(process: Pick<NodeJS.Process, 'on'>, logger: Logger): void {
  process.on('uncaughtExceptionMonitor', (error) => {
    logger.error('An error nobody caught', { error });
  });
}
