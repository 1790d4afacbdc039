import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { startNpmRegistry, type NpmRegistry } from './npm-registry.ts';
import { asOn, type Piece } from './pieces.ts';
import { piecesFor } from './runners.ts';

/**
 * Follows the guides for JavaScript as a person would: `npm install` in an empty folder, by npm
 * itself, and then the code of the page with nothing but what that command has installed.
 */

const execute = promisify(execFile);

let upstream: ScriptedUpstream;
let host: TestHost;
let registry: NpmRegistry;
const folders: string[] = [];

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith(() => ({ text: ['Two files: ', 'a.txt and b.txt.'] }));
  host = await startTestHost({ upstream: upstream.url });
  registry = await startNpmRegistry();
});
afterAll(async () => {
  await host.close();
  await upstream.close();
  await registry.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-project-'));
  folders.push(folder);
  return folder;
}

/** A folder in which this command has been run. */
async function installed(command: string): Promise<string> {
  const folder = await newFolder();
  await execute('/bin/sh', ['-c', command], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      npm_config_registry: registry.url,
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_update_notifier: 'false',
    },
  });
  return folder;
}

/** What a program prints. */
async function run(folder: string, name: string, code: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, asOn(code, host.url, host.key!));
  const { stdout } = await execute(process.execPath, [file], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HERMES_KEY: host.key! },
  });
  return stdout;
}

const programs = piecesFor('javascript').filter(({ language }) => language === 'js');
const commands = piecesFor('npm install');

/** The command of the same page that stands before it, the nearest. */
function commandBefore(program: Piece): Piece {
  const line = ({ place }: Piece): number => Number(place.split(':')[1]);
  const before = commands.filter(
    (each) => each.page === program.page && line(each) < line(program),
  );
  return before.at(-1)!;
}

// The pages are written for a POSIX shell.
describe.skipIf(process.platform === 'win32')('the code for Node', () => {
  it('has a command before it that installs what it needs, and each command has its code', () => {
    const used = programs.map((program) => commandBefore(program).place);
    expect(used).toEqual(commands.map(({ place }) => place));
  });

  it.each(programs)(
    '$place: $title answers, with what its page installs',
    { timeout: 120_000 },
    async (program) => {
      const { code: command } = commandBefore(program);
      const folder = await installed(command);
      const named = command.split(' ').slice(2);
      const there = await readdir(path.join(folder, 'node_modules'));
      for (const name of named) expect(there).toContain(name.split('/')[0]);
      const printed = await run(folder, program.title, program.code);
      expect(printed).toBe('Two files: a.txt and b.txt.\n');
    },
  );

  it('docs/clients/vercel-ai-sdk.md: the model of the Responses API answers', async () => {
    const [expression, ...others] = piecesFor('javascript').filter(
      ({ language }) => language === 'inline',
    );
    expect(others).toEqual([]);
    // The page names the package; the rest of the program is that of the code above it.
    const folder = await installed('npm install ai @ai-sdk/openai');
    const printed = await run(
      folder,
      'responses.mjs',
      `import { createOpenAI } from '@ai-sdk/openai';
       import { generateText } from 'ai';
       const baseURL = 'http://127.0.0.1:8642/v1';
       const apiKey = process.env.HERMES_KEY;
       const model = ${expression!.code};
       const { text } = await generateText({ model, prompt: 'List the files in your workspace.' });
       console.log(text);`,
    );
    expect(printed).toBe('Two files: a.txt and b.txt.\n');
    expect(host.host.runs.list()[0]!.origin.api).toBe('responses');
  }, 120_000);
});
