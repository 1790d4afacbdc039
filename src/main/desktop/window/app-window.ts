import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { appOrigin } from './app-protocol.ts';

/** What every window of the app has in common: sandboxed, isolated, without Node. */
export interface AppWindowOptions {
  /** Absolute path of the built preload. */
  preload: string;
  /** Absolute path of the window's icon. */
  icon: string;
  /** Developer tools, while developing only. */
  devTools: boolean;
  /** The page that the settings open at. */
  page?: string;
  /** Which view of the document: none for the settings. */
  view?: string;
  size: Pick<
    BrowserWindowConstructorOptions,
    'width' | 'height' | 'minWidth' | 'minHeight' | 'alwaysOnTop' | 'resizable' | 'maximizable'
  >;
  title: string;
}

/** Makes a window and loads its page. It is shown by the caller, on `ready-to-show`. */
export function createAppWindow(options: AppWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...options.size,
    title: options.title,
    icon: options.icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#00000000',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: options.devTools,
    },
  });
  window.removeMenu();
  // The document's own title would replace the one that says which window this is.
  window.on('page-title-updated', (event) => event.preventDefault());
  const url = new URL(`${appOrigin}/index.html`);
  if (options.view) url.searchParams.set('view', options.view);
  if (options.page) url.searchParams.set('page', options.page);
  void window.loadURL(url.href);
  return window;
}
