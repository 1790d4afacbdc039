import type { NativeTheme } from 'electron';
import type { Logger } from '../log/logger.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { LoginItem } from './login-item.ts';

/** Keeps the theme of windows and native menus, and the start at login, as the settings say. */
export function followSettings(
  system: { theme: NativeTheme; loginItem: LoginItem },
  settings: SettingsStore,
  logger: Logger,
): void {
  followTheme(system.theme, settings);
  followLoginItem(system.loginItem, settings, logger);
}

function followTheme(theme: NativeTheme, settings: SettingsStore): void {
  theme.themeSource = settings.current.app.theme;
  settings.onChange((next) => (theme.themeSource = next.app.theme));
}

function followLoginItem(item: LoginItem, settings: SettingsStore, logger: Logger): void {
  const apply = (on: boolean): void => {
    try {
      item.set(on);
    } catch (error) {
      logger.error('Starting at login could not be changed', { error });
    }
  };
  apply(settings.current.app.startAtLogin);
  settings.onChange((next, previous) => {
    if (next.app.startAtLogin !== previous.app.startAtLogin) apply(next.app.startAtLogin);
  });
}
