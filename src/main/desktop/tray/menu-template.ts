import type { MenuItemConstructorOptions } from 'electron';
import type { TrayAction, TrayItem } from './tray-menu.ts';

/** The menu's data as Electron takes it. */
export function menuTemplate(
  items: readonly TrayItem[],
  act: (action: TrayAction) => void,
): MenuItemConstructorOptions[] {
  return items.map((entry): MenuItemConstructorOptions => {
    switch (entry.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'text':
        return { label: escaped(entry.label), enabled: false };
      case 'menu':
        return { label: escaped(entry.label), submenu: menuTemplate(entry.items, act) };
      case 'check':
        return {
          type: 'checkbox',
          label: entry.label,
          checked: entry.checked,
          enabled: entry.enabled ?? true,
          click: () => act(entry.action),
        };
      case 'item':
        return {
          label: escaped(entry.label),
          enabled: entry.enabled ?? true,
          click: () => act(entry.action),
        };
    }
  });
}

/** A single ampersand would make the next letter a mnemonic and vanish. */
function escaped(label: string): string {
  return process.platform === 'darwin' ? label : label.replaceAll('&', '&&');
}
