import { shell, type App, type Session, type WebContents } from 'electron';
import type { Logger } from '../../log/logger.ts';
import { isAllowedLink } from './external-links.ts';

/**
 * Takes from every web page in the app, now and later, what none of ours needs: to navigate, to open
 * windows, to embed others, to ask for permissions, to download. Links go to the browser through an
 * allowlist.
 */
export function harden(app: App, session: Session, logger: Logger): void {
  app.on('web-contents-created', (_event, contents) => hardenWebContents(contents, logger));
  hardenSession(session);
}

function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

function hardenWebContents(contents: WebContents, logger: Logger): void {
  const refuse = (event: { preventDefault: () => void }, what: string, url: string): void => {
    event.preventDefault();
    logger.warn(`A window tried to ${what}; refused`, { url });
  };
  contents.on('will-navigate', (event) => refuse(event, 'navigate', event.url));
  contents.on('will-frame-navigate', (event) => refuse(event, 'navigate a frame', event.url));
  contents.on('will-redirect', (event) => refuse(event, 'redirect', event.url));
  contents.on('will-attach-webview', (event, _preferences, { src }) =>
    refuse(event, 'embed a page', src ?? ''),
  );
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedLink(url)) void shell.openExternal(url);
    else logger.warn('A window tried to open another; refused', { url });
    return { action: 'deny' };
  });
}
