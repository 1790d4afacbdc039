import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { openWebUi } from './chat-programs.ts';
import { documentedPython } from './documented-python.ts';
import { asOn, type Piece } from './pieces.ts';
import { piecesFor } from './runners.ts';
import { putStandIns } from './stand-ins.ts';

/**
 * Follows the guides for Python as a person would: `pip install`, by pip itself, and then the code.
 * The names of the tests say which package has run it.
 */

const execute = promisify(execFile);
const commands = piecesFor('pip install');
const { python, without } = await documentedPython();
const packageOf = (name: string): string => python?.packages[name] ?? name;

let upstream: ScriptedUpstream;
let host: TestHost;
let folder: string;
beforeAll(async () => {
  upstream = await startScriptedUpstream();
  host = await startTestHost({ upstream: upstream.url });
  folder = await mkdtemp(path.join(tmpdir(), 'hermes-python-'));
});
afterAll(async () => {
  await host.close();
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => upstream.replyWith(() => ({ text: ['Two files: ', 'a.txt and b.txt.'] })));

/** What a shell with this Python prints. */
async function shell(command: string, more: Record<string, string> = {}): Promise<string> {
  const { stdout } = await execute('/bin/sh', ['-c', command], {
    cwd: folder,
    env: { PATH: python!.PATH, HOME: folder, HERMES_KEY: host.key!, ...more },
  });
  return stdout;
}

async function run(code: string): Promise<string> {
  await writeFile(path.join(folder, 'program.py'), asOn(code, host.url, host.key!));
  return shell('python3 program.py');
}

// Python compiles a package when it is first used.
describe.skipIf(!python)(`the code for Python${without}`, { timeout: 120_000 }, () => {
  it.each(commands)('$place: $code leaves the package in place', async ({ code }) => {
    // What made the environment, once more.
    expect(await shell(code)).toContain(`already satisfied: ${code.split(' ').at(-1)}`);
  });

  const blocks = piecesFor('python').filter(({ language }) => language === 'python');
  const pages = [...new Set(blocks.map(({ page }) => page))];
  it.each(pages)(
    `%s: all of its blocks, as one program, by ${packageOf('openai')}`,
    async (page) => {
      const program = blocks.filter((block) => block.page === page);
      const printed = await run(program.map(({ code }) => code).join('\n\n'));
      expect(printed).toBe('Two files: a.txt and b.txt.\n'.repeat(program.length));
      const apis = host.host.runs.list().map(({ origin }) => origin.api);
      expect(apis.slice(0, 2)).toEqual(['responses', 'chat.completions']);
    },
  );

  it.each(piecesFor('open-webui serve'))(
    `$place: $code, by ${packageOf('open-webui')}, answers`,
    async ({ code }) => {
      const standIns = await putStandIns({
        'open-webui': ({ arguments: given, environment }) => {
          expect(given).toEqual(['serve', '--host', '127.0.0.1']);
          return openWebUi(environment, fetch);
        },
      });
      const printed = await shell(asOn(code, host.url, host.key!), {
        STAND_IN_URL: standIns.STAND_IN_URL,
      });
      expect(printed).toBe('Two files: a.txt and b.txt.\n');
      await standIns.close();
    },
  );

  const expressions = piecesFor('python').filter(({ language }) => language === 'inline');
  it.each(expressions)(
    `$place: ChatOpenAI answers, by ${packageOf('langchain-openai')}`,
    async ({ code }: Piece) => {
      const printed = await run(
        'import os\nfrom langchain_openai import ChatOpenAI\n' +
          `print((${code}).invoke("List the files in your workspace.").content)`,
      );
      expect(printed).toBe('Two files: a.txt and b.txt.\n');
    },
  );
});
