import { readFile, writeFile } from 'node:fs/promises';
import { dialog } from 'electron';
import type { Host } from '../../../host.ts';
import { exportSettings, importSettings } from '../../../settings/file/transfer.ts';
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
      settings.update(patch);
      return notices;
    },
  };
}
