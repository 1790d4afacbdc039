import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientById, clients } from '../../../src/shared/clients.ts';
import { fillIn } from '../../../src/shared/clients/connection.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { documentedPython } from '../docs/documented-python.ts';

const execute = promisify(execFile);
const modules = path.resolve(import.meta.dirname, '../../../node_modules');

/** The pages run the same with the defaults (test/http/docs); here the person has a model id of their own. */
const model = 'my-agent';
const { python, without } = await documentedPython();

let upstream: ScriptedUpstream;
let host: TestHost;
/** A folder as a person's project, with the libraries installed. */
let project: string;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith(() => ({ text: ['Two files: ', 'a.txt and b.txt.'] }));
  host = await startTestHost({ upstream: upstream.url, settings: { server: { modelId: model } } });
  project = await mkdtemp(path.join(tmpdir(), 'hermes-snippets-'));
  await symlink(modules, path.join(project, 'node_modules'));
});

afterAll(async () => {
  await host.close();
  await upstream.close();
  await rm(project, { recursive: true, force: true });
});

/** A snippet of the Connect page, as a person with this server would copy it. */
function snippet(client: string, title: string): string {
  const found = clientById(client).snippets?.find((each) => each.title === title);
  if (!found) throw new Error(`${client} has no snippet ${title}`);
  return fillIn(
    found.text,
    { baseUrl: `${host.url}/v1`, model, contextWindow: 128_000 },
    host.key!,
  );
}

async function run(program: string, args: string[]): Promise<string> {
  const { stdout } = await execute(program, args, {
    cwd: project,
    env: { PATH: python?.PATH ?? process.env.PATH, HERMES_KEY: host.key! },
  });
  return stdout;
}

describe('the code on the Connect page works as it is copied', () => {
  const programs = clients.flatMap(({ id, snippets = [] }) =>
    snippets
      .filter(({ language }) => language === 'ts')
      .map(({ title }): [string, string] => [id, title]),
  );
  it.each(programs)('%s', async (client, title) => {
    const file = path.join(project, `${client}.mjs`);
    await writeFile(file, snippet(client, title));
    expect(await run(process.execPath, [file])).toBe('Two files: a.txt and b.txt.\n');
  });

  const hasCurl = spawnSync('curl', ['--version']).status === 0;
  it.skipIf(!hasCurl).each([
    ['Models', `"${model}"`],
    ['Chat, streamed', 'data: [DONE]'],
    ['Responses, in a conversation that is remembered', 'Two files: a.txt and b.txt.'],
  ])('curl: %s', async (title, expected) => {
    const script = `${snippet('curl', 'Terminal')}\n${snippet('curl', title)}`;
    expect(await run('/bin/sh', ['-c', script])).toContain(expected);
  });

  it.skipIf(!python)(
    `Python, by ${python?.packages['openai'] ?? 'openai'}${without}`,
    { timeout: 120_000 },
    async () => {
      const file = path.join(project, 'chat.py');
      await writeFile(file, snippet('openai-python', 'chat.py'));
      expect(await run('python3', [file])).toBe('Two files: a.txt and b.txt.\n');
    },
  );
});
