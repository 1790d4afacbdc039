import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composed } from '../../support/docker/compose.ts';
import { fetchWithin, type ContainerConfig } from '../../support/docker/container.ts';
import { hasToml, parseToml } from '../../support/python/python-toml.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { chatUi, codex, libreChat, openCode } from './chat-programs.ts';
import { asOn, type Piece } from './pieces.ts';
import { piecesFor, type Runner } from './runners.ts';
import { putStandIns, type StandIns } from './stand-ins.ts';

/**
 * Puts the files of the guides where they belong and starts the programs as the guides say. What
 * the programs then read and call is in `chat-programs.ts`: the programs are not installed here.
 */

const execute = promisify(execFile);
const answer = 'Two files: a.txt and b.txt.';

/** Starts npm, Python and Node several times. */
const slow = { timeout: 120_000 };

let upstream: ScriptedUpstream;
let host: TestHost;
let programs: StandIns;
/** A person's home folder, which is also the project they work in. */
let home: string;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith(() => ({ text: answer }));
  host = await startTestHost({ upstream: upstream.url });
  const read = (file: string): Promise<string> => readFile(path.join(home, file), 'utf8');
  programs = await putStandIns({
    codex: async ({ environment }) =>
      codex(parseToml(await read('.codex/config.toml')))(environment, fetch),
    opencode: async ({ environment }) => openCode(await read('opencode.json'))(environment, fetch),
    // The script `dev` of Chat-UI: Vite adds the file's variables to those of the environment.
    'chat-ui': async ({ environment }) =>
      chatUi({ ...environment, ...parseEnv(await read('.env.local')) } as never, fetch),
  });
});
afterAll(async () => {
  await programs.close();
  await host.close();
  await upstream.close();
});
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'hermes-home-'));
  return () => rm(home, { recursive: true, force: true });
});

/** A piece as this person would have it. */
const filled = ({ code }: Piece): string => asOn(code, host.url, host.key!);

/** Saves it in the home folder, under the name that stands above it. */
async function save(file: Piece, change = (text: string): string => text): Promise<void> {
  const target = path.join(home, file.title.replace(/^~\//, ''));
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, change(filled(file)));
}

/** Runs commands in one shell and gives what is printed. */
async function shell(...commands: string[]): Promise<string> {
  const { PATH, STAND_IN_URL } = programs;
  const env = { PATH, STAND_IN_URL, HOME: home };
  const { stdout } = await execute('/bin/sh', ['-ec', commands.join('\n')], { cwd: home, env });
  return stdout;
}

/** What a page has for this runner, in order; the names must be these, so that none is left out. */
function pieces<const Names extends readonly string[]>(
  runner: Runner,
  names: Names,
): { [Name in keyof Names]: Piece } {
  const found = piecesFor(runner);
  expect(found.map(({ title, code }) => title || code)).toEqual(names);
  return found as never;
}

/** The command that puts the key into its variable, of the same page. */
function exportOf({ page }: Piece): string {
  return filled(piecesFor('variable').find((each) => each.page === page)!);
}

// The pages are written for a POSIX shell.
describe.skipIf(process.platform === 'win32')('the guides to other programs', slow, () => {
  const python = hasToml() ? '' : ' (not run: no Python 3.11 here to read TOML)';
  it.skipIf(python !== '')(`Codex, by its file, answers${python}`, async () => {
    const [file, command] = pieces('codex', ['~/.codex/config.toml', 'codex']);
    await save(file);
    expect(await shell(exportOf(file), command.code)).toContain(answer);
    expect(host.host.runs.list()[0]!.origin).toMatchObject({ api: 'responses' });
    await expect(shell(command.code)).rejects.toMatchObject({
      stdout: expect.stringContaining('HERMES_KEY is not set') as string,
    });
    await save(file, (text) => text.replace('"responses"', '"chat"'));
    await expect(shell(exportOf(file), command.code)).rejects.toThrow();
  });

  it('opencode, by its file, answers', async () => {
    const [file, command] = pieces('opencode', ['opencode.json', 'opencode']);
    await save(file);
    expect(await shell(exportOf(file), command.code)).toContain(answer);
    await save(file, (text) => text.replace('/v1', '/v2'));
    await expect(shell(exportOf(file), command.code)).rejects.toThrow();
  });

  it('Chat-UI, by its variables, answers once it is started', async () => {
    const [file, command] = pieces('chat-ui', ['.env.local', 'npm install && npm run dev']);
    await save(file);
    // Chat-UI's folder, as far as npm sees it; what its script starts is found on the path.
    const manifest = { name: 'chat-ui', private: true, scripts: { dev: 'chat-ui' } };
    await writeFile(path.join(home, 'package.json'), JSON.stringify(manifest));
    expect(await shell(command.code)).toContain(answer);
    await save(file, (text) => text.replace('OPENAI_API_KEY', 'OPENAI_KEY'));
    await expect(shell(command.code)).rejects.toThrow();
  });

  describe('LibreChat', () => {
    const names = [
      '.env',
      'librechat.yaml',
      'docker-compose.override.yml',
      'baseURL: http://127.0.0.1:8642/v1',
    ] as const;

    it('in Docker, by its three files, answers', async () => {
      const [variables, file, override] = pieces('librechat', names);
      for (const each of [variables, file, override]) await save(each);
      const own = { api: { image: 'librechat', env: parseEnv(filled(variables)) as never } };
      const { api, ...others } = composed(filled(override), own);
      expect(others).toEqual({});
      const [[source, target] = ['', '']] = api!.mounts;
      expect(target).toBe('/app/librechat.yaml');
      const text = await readFile(path.join(home, source), 'utf8');
      expect(await libreChat(text)(api!.env, fetchWithin(api!))).toBe(`Hermes Tray: ${answer}`);
      await expect(libreChat(text)({}, fetchWithin(api!))).rejects.toThrow('HERMES_KEY is not set');
      const alone: ContainerConfig = { ...api!, extraHosts: {} };
      await expect(libreChat(text)(api!.env, fetchWithin(alone))).rejects.toThrow();
    });

    it('without Docker, with the other address and no override, answers', async () => {
      const [variables, file, , other] = pieces('librechat', names);
      const text = filled(file).replace(/baseURL: .*/, filled(other));
      const env = parseEnv(filled(variables)) as Record<string, string>;
      expect(await libreChat(text)(env, fetch)).toBe(`Hermes Tray: ${answer}`);
    });
  });
});
