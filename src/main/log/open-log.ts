import { join } from 'node:path';
import type { LogLevel } from '../../shared/settings.ts';
import { LogBuffer } from './log-buffer.ts';
import { createLogFile } from './log-file.ts';
import { createLogger, type RootLogger } from './logger.ts';
import { createRedactor, type Redactor } from './redactor.ts';

/** All that belongs to the log of one host. */
export interface Log {
  logger: RootLogger;
  logs: LogBuffer;
  redactor: Redactor;
  /** Resolves when the file holds every line logged so far. */
  flush: () => Promise<void>;
}

/** Opens the log: in memory, as `logs/hermes-tray.log` in the data folder, and where `print` shows it. */
export function openLog(options: {
  dataDir: string;
  level: LogLevel;
  /** Takes one readable line. Left out: nothing is printed. */
  print?: (line: string) => void;
  /** Lines held in memory, for a window that shows them. Left out: all that a window can show. */
  maxLines?: number;
}): Log {
  const { dataDir, level, print, maxLines } = options;
  const logs = new LogBuffer({ maxLines });
  const redactor = createRedactor();
  const file = createLogFile({
    path: join(dataDir, 'logs', 'hermes-tray.log'),
    onError: (error) => logger.child('log').warn('The log file cannot be written', { error }),
  });
  const sinks = {
    buffer: logs,
    console: print,
    file: (line: string, urgent: boolean) => (urgent ? file.writeNow(line) : file.write(line)),
  };
  const logger = createLogger({ level, source: 'host', redactor, sinks });
  return { logger, logs, redactor, flush: () => file.flush() };
}
