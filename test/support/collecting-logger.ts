import type { LogFields, Logger } from '../../src/main/log/logger.ts';

/** A logger that keeps what it is told, errors with all they hold. */
export function collectingLogger(): { logger: Logger; text: () => string } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (message: string, fields?: LogFields): void => {
      lines.push(`${level} ${message} ${fields ? JSON.stringify(fields, withErrors) : ''}`);
    };
  const logger: Logger = {
    trace: keep('trace'),
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    child: () => logger,
  };
  return { logger, text: () => lines.join('\n') };
}

function withErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { ...(value as object), name: value.name, message: value.message, stack: value.stack };
}
