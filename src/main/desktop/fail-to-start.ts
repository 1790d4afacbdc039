import { app, dialog } from 'electron';

/** Says why the app cannot start, in a dialog and on the terminal, and ends it. */
export function failToStart(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`hermes-tray: ${message}\n`);
  dialog.showErrorBox('Hermes Tray cannot start', message);
  app.exit(1);
}
