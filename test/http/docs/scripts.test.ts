import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { page, root } from '../../support/markdown.ts';
import { pagesOf } from './pieces.ts';
import { piecesFor } from './runners.ts';

/**
 * The scripts of this project that the pages name: run as they stand, in a copy of the project, or,
 * where that takes minutes or would be this very run of the tests, shown to be run by CI.
 */

const execute = promisify(execFile);
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** How a script is run, by how its command begins. The first that fits counts. */
const ways: [start: string, way: 'serves' | 'ends' | 'by CI'][] = [
  ['npm install && npm start', 'serves'],
  ['npm start', 'serves'],
  ['npm run serve -- self-test', 'ends'],
  ['npm run serve -- channels', 'ends'],
  ['npm run serve', 'serves'],
  ['npm install', 'ends'],
  ['BENCH_SERVE=', 'ends'],
  ['node -e 0', 'ends'],
  ['npm test', 'by CI'],
  ['npm run check:docs', 'by CI'],
  ['npm run check', 'by CI'],
  ['npm run test:on-node', 'by CI'],
  ['npm run knip', 'by CI'],
  ['npm run bench', 'by CI'],
  ['npm run test:real', 'by CI'],
  ['npm run test:clients', 'by CI'],
  ['npm run test:soak', 'by CI'],
  ['npm run test:mutants', 'by CI'],
  ['npm run electron:from-registry', 'by CI'],
  ['.ci/run', 'by CI'],
];
const wayOf = (command: string): string | undefined =>
  ways.find(([start]) => command.startsWith(start))?.[1];

/** Each command once, with all the places where it stands. */
const commands = [...pagesOf(piecesFor('script'))];
const inWay = (way: string): [command: string, places: string][] =>
  commands.filter(([command]) => wayOf(command) === way);

it('each script that the pages name is run somewhere', () => {
  for (const [command, places] of commands) expect(wayOf(command), places).toBeDefined();
});

/** The project as somebody has cloned it, with its packages installed. */
let copy: string;
let home: string;
const posix = process.platform !== 'win32';

beforeAll(async () => {
  if (!posix) return;
  home = await mkdtemp(path.join(tmpdir(), 'hermes-home-'));
  copy = await mkdtemp(path.join(tmpdir(), 'hermes-clone-'));
  const left = ['.git', 'node_modules', 'out', 'dist', 'test-results'];
  await cp(root, copy, {
    recursive: true,
    filter: (source) => !left.includes(path.relative(root, source)),
  });
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
});
afterAll(async () => {
  if (!posix) return;
  for (const folder of [copy, home]) await rm(folder, { recursive: true, force: true });
});

/** A new user's shell: no display, the port of the pages may be taken, and nothing is downloaded. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: home,
  API_SERVER_PORT: '0',
  npm_config_offline: 'true',
  // All is installed already; npm says whether what is there is what package.json asks for.
  npm_config_dry_run: 'true',
});

describe.skipIf(!posix)('run in a copy of the project', { timeout: 240_000 }, () => {
  // On macOS and Windows there is always a display: a real app would open.
  const served = inWay('serves').filter(
    ([command]) => process.platform === 'linux' || !command.includes('npm start'),
  );
  it.each(served)('%s serves (%s)', async (command) => {
    const child = spawn('/bin/sh', ['-c', command.replace(/--port \d+/, '--port 0')], {
      cwd: copy,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const ended = once(child, 'exit');
    let said = '';
    child.stderr.on('data', (text) => (said += String(text)));
    let url: string | undefined;
    for await (const text of child.stdout) {
      said += String(text);
      url = /listening on (http:\S+)/.exec(said)?.[1];
      if (url) break;
    }
    expect(url, said).toBeDefined();
    expect((await fetch(`${url}/health`)).status).toBe(200);
    if (command.includes('npm start')) expect(said).toContain('starting the headless host instead');
    // As Ctrl+C in a terminal: all that the shell has started hears it.
    process.kill(-child.pid!, 'SIGINT');
    await ended;
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  });

  it.each(inWay('ends'))('%s ends well (%s)', async (command) => {
    const line = command.replace('/another/', `${copy}/`);
    // npm does not see through the link to the packages; a dry run leaves the project as it is.
    const cwd = line === 'npm install' ? root : copy;
    const { stdout } = await execute('/bin/sh', ['-c', line], { cwd, env: environment() });
    if (line === 'npm install') expect(stdout).toMatch(/up to date/);
    if (!command.startsWith('BENCH_SERVE=')) return;
    expect(stdout).toMatch(/tokens per second relayed, 32 clients/);
    const results = await readFile(path.join(copy, 'bench-results.json'), 'utf8');
    expect(results).toContain('32 clients');
  });
});

describe('run by CI', () => {
  interface Workflow {
    jobs: Record<
      string,
      { strategy?: { matrix: { command?: string[] } }; steps: { run?: string }[] }
    >;
  }
  const { jobs } = parse(read('.github/workflows/check.yml')) as Workflow;
  const all = Object.values(jobs).flatMap(({ strategy, steps }) => [
    ...steps.map(({ run = '' }) => run),
    ...(strategy?.matrix.command ?? []),
  ]);
  const ci = [...all, ...read('.ci/run').split('\n')].map((line) => line.replace('--silent ', ''));
  const isRun = (command: string): boolean =>
    ci.some((line) => new RegExp(`(^|\\()${command}( |\\)|$)`).test(line.trim()));
  // `vitest run --changed main` is run where `vitest run` is.
  const isPartOfWhatIsRun = (part: string): boolean =>
    Object.entries(scripts).some(
      ([name, body]) =>
        (isRun(`npm run ${name}`) || isRun(`npm ${name}`)) &&
        body.split(' && ').some((step) => `${part} `.startsWith(`${step} `)),
    );

  it.each(inWay('by CI'))('%s is a script, and CI runs it (%s)', (command) => {
    const [plain = ''] = command.split(' -- ');
    const name = /^npm (?:run )?([\w:]+)$/.exec(plain)?.[1];
    if (name) expect(scripts).toHaveProperty([name]);
    const parts = scripts[name ?? '']?.split(' && ') ?? [];
    if (isRun(plain)) return;
    // A script that is made of others: each of them is run.
    const [build, tests, ...more] = parts;
    if (build === 'npm run --silent build' && tests?.startsWith('vitest run test/')) {
      expect(more).toEqual([]);
      const included = readFileSync(path.join(root, 'vitest.config.ts'), 'utf8');
      for (const given of tests.split(' ').slice(2)) {
        const folder = given.split('/').slice(0, 2).join('/');
        expect(included).toContain(`'${folder}/**/*.test.ts'`);
      }
      expect(isRun('npm test')).toBe(true);
    } else {
      expect(parts.length).toBeGreaterThan(1);
      for (const part of parts) expect(isRun(part) || isPartOfWhatIsRun(part), part).toBe(true);
    }
  });

  const mutants = inWay('by CI').filter(([command]) => command.includes('test:mutants -- '));
  it.skipIf(!posix).each(mutants)(
    '%s finds mutants (%s)',
    { timeout: 120_000 },
    async (command) => {
      const flags = command.split(' -- ')[1]!;
      const line = `npx vitest list --config vitest.mutants.config.ts ${flags}`;
      const { stdout } = await execute('/bin/sh', ['-c', line], { cwd: root });
      expect(stdout).toMatch(/^\[?.*mutants\.test\.ts.* > .*Auth/m);
    },
  );

  const parts = inWay('by CI').filter(([command]) => command.includes('bench -- '));
  it.each(parts)('%s: these are parts of it, and the page names all (%s)', async (command) => {
    const bench = path.join(root, 'test/bench/run.mjs');
    const asked = execute(process.execPath, [bench, 'no-such-part'], { cwd: tmpdir() });
    const { stderr } = await asked.then(
      () => ({ stderr: '' }),
      (error: { stderr: string }) => error,
    );
    const there = /There are: (.+)/.exec(stderr)![1]!.split(', ');
    for (const part of command.split(' -- ')[1]!.split(' ')) expect(there).toContain(part);
    const text = page('docs/performance.md').text;
    for (const part of there) expect(text).toContain(`\`${part}\``);
  });
});
