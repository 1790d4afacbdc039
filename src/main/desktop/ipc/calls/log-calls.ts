import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { dialog } from 'electron';
import type { LogLineView } from '../../../../shared/desktop-state.ts';
import type { Host } from '../../../host.ts';
import type { LogLine } from '../../../log/log-buffer.ts';
import type { CallHandlers } from '../handle-calls.ts';
import { createPageWatch } from '../page-watch.ts';
import { push } from '../push.ts';

type LogCalls = Pick<CallHandlers, 'readLogs' | 'watchLogs' | 'saveLogs' | 'clearLogs'>;

/** Lines in one page: few enough not to hold up the host while they are made. */
const pageSize = 2000;

/** Reading, watching, saving and clearing the log. */
export function logCalls({ logs }: Host): LogCalls {
  const watch = createPageWatch();
  return {
    readLogs({ after }) {
      const lines = logs.after(after, pageSize);
      return { lines: lines.map(lineView), more: lines.length === pageSize };
    },
    watchLogs({ on }, sender) {
      if (!on) return watch(sender);
      // The buffer batches, ten times a second at most.
      watch(sender, () => logs.subscribe((lines) => push(sender, 'logs', lines.map(lineView))));
    },
    async saveLogs({ text }) {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: 'Save log',
        defaultPath: 'hermes-tray.log',
      });
      if (canceled || !filePath) return null;
      await writeFile(filePath, text);
      return filePath;
    },
    clearLogs: () => logs.clear(),
  };
}

/** A line for the window: its fields become text behind the message. */
function lineView(line: LogLine): LogLineView {
  const { id, at, level, source, message, fields = {} } = line;
  const values = Object.entries(fields).map(([name, value]) => {
    const text = typeof value === 'string' ? value : inspect(value, { breakLength: Infinity });
    return ` ${name}=${text}`;
  });
  return { id, at, level, source, text: `${message}${values.join('')}` };
}
