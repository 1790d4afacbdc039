import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { dialog } from 'electron';
import type { Host } from '../../../host.ts';
import { doorsOpenedBy, type Door } from '../../../../shared/safety/open-doors.ts';
import {
  describeChanges,
  exportSettings,
  importSettings,
} from '../../../settings/file/transfer.ts';
import { restoreValues } from '../../state/hidden-values.ts';
import type { CallHandlers } from '../handle-calls.ts';

type SettingsCalls = Pick<
  CallHandlers,
  'updateSettings' | 'resetSettings' | 'exportSettings' | 'importSettings'
>;

const filters = [{ name: 'Settings', extensions: ['json'] }];

/** Changing, resetting, exporting and importing settings. No secret leaves with an export. */
export function settingsCalls({ settings }: Host): SettingsCalls {
  return {
    updateSettings(patch) {
      settings.update(restoreValues(patch, settings.current));
    },
    resetSettings() {
      settings.reset();
    },
    async exportSettings() {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: 'Export settings',
        defaultPath: 'hermes-tray-settings.json',
        filters,
      });
      if (canceled || !filePath) return null;
      await writeFile(filePath, `${exportSettings(settings.current)}\n`);
      return filePath;
    },
    async importSettings() {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: 'Import settings',
        properties: ['openFile'],
        filters,
      });
      const [path] = filePaths;
      if (canceled || path === undefined) return null;
      const { current, locked } = settings;
      const { patch, notices } = importSettings(await readFile(path, 'utf8'), { current, locked });
      const changes = describeChanges(patch, current);
      if (!(await agreed(path, changes, doorsOpenedBy(patch, current)))) return null;
      settings.update(patch);
      return notices;
    },
  };
}

/** Changes that are listed one by one; more would not fit on a screen. */
const mostListed = 15;

/** Whether the person agrees to an import, knowing the file, what it changes and what it opens. */
async function agreed(
  path: string,
  changes: readonly string[],
  doors: readonly Door[],
): Promise<boolean> {
  const more = changes.length - mostListed;
  const { response } = await dialog.showMessageBox({
    type: doors.length > 0 ? 'warning' : 'question',
    title: 'Import settings',
    message: `Import settings from ${basename(path)}?`,
    detail: [
      ...doors.map(({ name, meaning }) => `⚠ ${name}. ${meaning}\n`),
      ...(changes.length === 0 ? ['It changes nothing.'] : changes.slice(0, mostListed)),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n'),
    buttons: ['Cancel', doors.length > 0 ? 'Import all the same' : 'Import'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
