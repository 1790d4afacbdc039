import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { allPages, blocksOf, root } from '../../support/markdown.ts';
import { notRunHere } from './not-run-here.ts';

/**
 * Runs the commands of all pages as they stand there, against the built headless host with its demo
 * model. Only the address is another one, since the port of the pages may be taken.
 */

const execute = promisify(execFile);
const address = 'http://127.0.0.1:8642';

let host: HeadlessHost;
/** A person's home folder. */
let home: string;
let scripts: Record<string, string>;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'hermes-docs-'));
  host = await startHeadlessHost();
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  scripts = manifest.scripts;
});
afterAll(async () => {
  await host.close();
  await rm(home, { recursive: true, force: true });
});

/** The commands of a block, lines that go on joined, without comments. */
function commandsOf(code: string): string[] {
  return code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/\s#.*$|^#.*$/, '').trim())
    .filter((line) => line !== '');
}

const commands = allPages().flatMap(({ name, text }) =>
  blocksOf(text)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code, line }) =>
      commandsOf(code).map((command) => ({ command, place: `${name}:${line}` })),
    ),
);

async function shell(command: string): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    HERMES_KEY: host.headers['Authorization']!.replace('Bearer ', ''),
  };
  const { stdout } = await execute('/bin/sh', ['-c', command], { cwd: home, env });
  return stdout;
}

const excuseOf = (command: string): string | undefined =>
  Object.entries(notRunHere).find(([start]) => command.startsWith(start))?.[1];
const isCurl = (command: string): boolean => command.startsWith('curl ');
const isVariable = (command: string): boolean =>
  /^(export )?[A-Z_]+=('[^']*'|[\w:/.-]+)$/.test(command);
const isScript = (command: string): boolean => /^npm (test|start|run [\w:]+)( |$)/.test(command);

// The pages are written for a POSIX shell.
describe.skipIf(process.platform === 'win32')('the commands of the pages', () => {
  it('are run here, each of them, or have an excuse that is still needed', () => {
    for (const { command, place } of commands) {
      const kinds = [isCurl, isVariable, isScript, excuseOf].filter((is) => is(command));
      expect(kinds.length, `${place}: ${command}`).toBe(1);
    }
    for (const start of Object.keys(notRunHere)) {
      expect(
        commands.some(({ command }) => command.startsWith(start)),
        start,
      ).toBe(true);
    }
  });

  it.each(commands.filter(({ command }) => isCurl(command)))(
    '$place: $command',
    async ({ command }) => {
      expect(command).toContain(address);
      const quiet = command.replace('curl ', 'curl --silent --show-error --fail-with-body ');
      const output = await shell(quiet.replaceAll(address, host.url));
      if (command.includes('"stream": true')) {
        const frames = output.trimEnd().split('\n\n');
        expect(frames.at(-1)).toBe('data: [DONE]');
        expect(frames.length).toBeGreaterThan(3);
        expect(output).not.toContain('"error":{');
      } else {
        expect(JSON.parse(output)).not.toHaveProperty('error.message');
      }
    },
  );

  it.each(commands.filter(({ command }) => isVariable(command)))(
    '$place: $command',
    async ({ command }) => {
      const name = /([A-Z_]+)=/.exec(command)![1]!;
      expect(await shell(`${command}; printf %s "$${name}"`)).not.toBe('');
    },
  );

  it.each(commands.filter(({ command }) => isScript(command)))(
    '$place: $command is a script',
    ({ command }) => {
      const [, verb, name] = /^npm (\w+)(?: ([\w:]+))?/.exec(command)!;
      expect(scripts).toHaveProperty([verb === 'run' ? name! : verb!]);
    },
  );

  it.each(commands.filter(({ command }) => command.startsWith('npm run serve -- ')))(
    '$place: $command serves',
    async ({ command }) => {
      // What the script does after the build, which the tests have behind them.
      expect(scripts['serve']).toMatch(/&& node out\/main\/serve\.js$/);
      const serve = `${process.execPath} ${path.join(root, 'out/main/serve.js')}`;
      const line = command
        .replace('npm run serve --', `exec ${serve}`)
        .replace(/--port \d+/, '--port 0');
      const child = spawn('/bin/sh', ['-c', line], {
        cwd: home,
        env: { PATH: process.env['PATH'], HOME: home },
        stdio: ['ignore', 'pipe', 'pipe'],
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
      child.kill('SIGTERM');
      expect((await ended)[0], said).toBe(0);
    },
  );
});
