import { pino } from 'pino';
import type { LogLevel } from '../../shared/settings.ts';
import { formatForPeople } from './console-line.ts';
import type { LogBuffer, LogLine } from './log-buffer.ts';
import type { Redactor } from './redactor.ts';

/** Named values that belong to a message. An `Error` becomes its type, message, stack and cause. */
export type LogFields = Record<string, unknown>;

/** What every part of the host logs to. Keys and tokens are taken out before a line goes anywhere. */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose lines carry this source: `server`; of a child's child: `server.sse`. */
  child(name: string): Logger;
}

/** The logger of the whole host. */
export interface RootLogger extends Logger {
  /** The least level that is logged, here and in every child; may be changed at any time. */
  level: LogLevel;
}

/** Where lines go. Each takes one finished line and must not throw. */
export interface LogSinks {
  buffer: LogBuffer;
  /** Takes one readable line with its newline, for a terminal. */
  console?: (text: string) => void;
  /** Takes one line of JSON with its newline, for the log file; `urgent` where it tells of a bug. */
  file?: (text: string, urgent: boolean) => void;
}

/** What pino writes; the rest of the fields are nested, so that no name can clash. */
interface PinoLine {
  level: LogLevel;
  time: number;
  source: string;
  msg: string;
  fields?: LogFields;
}

/** Longest message kept, in characters: a window of 100,000 lines must stay small. */
const longestMessage = 8192;

/** Makes the logger of a host, over pino, which filters levels and turns any value into JSON. */
export function createLogger(options: {
  level: LogLevel;
  source: string;
  redactor: Redactor;
  sinks: LogSinks;
}): RootLogger {
  const { redactor, sinks } = options;
  // Redaction sits behind pino: whatever is logged, and however, passes it as plain JSON.
  const publish = (json: string): void => {
    const { level, time, source, msg, fields } = JSON.parse(json) as PinoLine;
    const message = redactor.redact(msg).slice(0, longestMessage);
    const clean = fields && (redactor.redactBody(fields) as LogFields);
    const line: LogLine = sinks.buffer.add({ at: time, level, source, message, fields: clean });
    sinks.console?.(formatForPeople(line));
    sinks.file?.(`${JSON.stringify(line)}\n`, level === 'error');
  };
  const output = pino(
    {
      level: options.level,
      base: null,
      serializers: { fields: withPlainErrors },
      formatters: { level: (level) => ({ level }) },
    },
    { write: publish },
  );

  const loggerFor = (source: string): Logger => {
    const log =
      (level: LogLevel) =>
      (message: string, fields?: LogFields): void => {
        output[level]({ source, fields }, message);
      };
    return {
      trace: log('trace'),
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
      child: (name) => loggerFor(`${source}.${name}`),
    };
  };

  return {
    ...loggerFor(options.source),
    child: (name) => loggerFor(name),
    get level() {
      return output.level as LogLevel;
    },
    set level(level) {
      output.level = level;
    },
  };
}

/** JSON shows an error as `{}`; this keeps what it says. */
function withPlainErrors(fields: LogFields): LogFields {
  const plain = Object.entries(fields).map(([name, value]) => [
    name,
    value instanceof Error ? pino.stdSerializers.errWithCause(value) : value,
  ]);
  return Object.fromEntries(plain) as LogFields;
}
