/**
 * `npm start`: builds what is out of date, then starts the desktop app. Where no Electron runtime
 * or no display can be had, it says so in one line and starts the headless host in this terminal.
 */
import { execSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const electronPackage = join(root, 'node_modules', 'electron');
const serve = join(root, 'out', 'main', 'serve.js');
const outputs = [join(root, 'out', 'main', 'index.js'), serve];
const args = process.argv.slice(2);
/** A download that stands still for so long is given up. */
const stallMs = 30_000;

function newestChange(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

function buildIfStale() {
  const sources = [join(root, 'src'), join(root, 'package.json')];
  const changed = Math.max(...sources.map(newestChange));
  const fresh = outputs.every((path) => existsSync(path) && statSync(path).mtimeMs >= changed);
  if (!fresh) execSync('npm run --silent build', { cwd: root, stdio: 'inherit' });
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The Electron executable that is on this machine already, or undefined. */
function installedElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = join(electronPackage, 'path.txt');
  if (!override && !existsSync(pathFile)) return undefined;
  const executable = override
    ? join(override, executableName())
    : join(electronPackage, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

function folderSize(folder) {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { recursive: true }).map((name) =>
    statSync(join(folder, name), { throwIfNoEntry: false }),
  );
  return entries.reduce((sum, entry) => sum + (entry?.size ?? 0), 0);
}

/** Runs Electron's own installer, silently, for as long as bytes keep coming. */
async function downloadElectron() {
  const installer = join(electronPackage, 'install.js');
  if (!existsSync(installer)) return;
  // The installer downloads to the temporary folder: one of its own shows whether it gets anywhere.
  const folder = mkdtempSync(join(tmpdir(), 'hermes-electron-'));
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder };
  const child = spawn(process.execPath, [installer], { cwd: root, env, stdio: 'ignore' });
  let size = -1;
  const watch = setInterval(() => {
    const now = folderSize(folder) + folderSize(join(electronPackage, 'dist'));
    if (now === size) child.kill();
    else size = now;
  }, stallMs);
  await new Promise((done) => child.once('exit', done).once('error', done));
  clearInterval(watch);
  rmSync(folder, { recursive: true, force: true });
}

/** Runs Electron in this terminal, passing signals on, and leaves as it leaves. */
function startDesktop(executable) {
  const flags = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE; // set in the terminals of Electron-based editors
  const child = spawn(executable, [...flags, root, ...args], { env, stdio: 'inherit' });
  const forward = (signal) => {
    // A terminal sends Ctrl+C to Electron too, and Chromium takes a second one as "at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  child.once('spawn', () => signals.forEach((signal) => process.on(signal, forward)));
  child.once('error', (error) => void startHeadless(`Electron cannot be run (${error.message})`));
  child.once('exit', (code, signal) => {
    signals.forEach((signal) => process.off(signal, forward));
    // The loader's own exit code: nothing of Electron has run.
    if (code === 127) void startHeadless('Electron lacks a system library');
    else process.exit(code ?? 128 + constants.signals[signal]);
  });
}

/** Runs the headless host in this process, as `node out/main/serve.js` would. */
async function startHeadless(reason) {
  console.error(`${reason}: starting the headless host instead.`);
  process.argv = [process.execPath, serve, ...args];
  await import(pathToFileURL(serve).href);
}

async function start() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    return startHeadless('No display here (DISPLAY and WAYLAND_DISPLAY are not set)');
  }
  if (!installedElectron()) await downloadElectron();
  const executable = installedElectron();
  if (executable) return startDesktop(executable);
  return startHeadless('No Electron runtime here, and it could not be downloaded');
}

buildIfStale();
await start();
