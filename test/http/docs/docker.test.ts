import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composed } from '../../support/docker/compose.ts';
import {
  startDockerEngine,
  type Container,
  type DockerEngine,
} from '../../support/docker/engine.ts';
import { runContainer, type Image } from '../../support/docker/images.ts';
import { page } from '../../support/markdown.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { chatUi, openWebUi } from './chat-programs.ts';
import { asOn, type Piece } from './pieces.ts';
import { piecesFor } from './runners.ts';

/**
 * Runs the pages' `docker` commands as they stand, with an engine of ours behind them: it starts no
 * container, but makes the calls that the program in it makes, with the variables, the names and the
 * ports that the command gave it. So what the container could not reach, the test does not reach.
 */

const execute = promisify(execFile);
/** The pages are written for a POSIX shell. */
const posix = process.platform !== 'win32';

/** What the images' own documentation says of them. */
const images: Record<string, Image> = {
  'ghcr.io/open-webui/open-webui:main': {
    port: ({ PORT = '8080' }) => Number(PORT),
    data: '/app/backend/data',
    program: openWebUi,
  },
  'ghcr.io/huggingface/chat-ui-db': {
    port: () => 3000,
    data: '/data',
    program: chatUi,
  },
  // Only serves pages: what calls us is elsewhere.
  'yidadaa/chatgpt-next-web': { port: () => 3000, program: () => Promise.resolve('') },
};

const answer = 'Two files: a.txt and b.txt.';

let upstream: ScriptedUpstream;
let host: TestHost;
let engine: DockerEngine;
/** Where the shell finds our stand-in for the CLI. */
let folder: string;

beforeAll(async () => {
  upstream = await startScriptedUpstream();
  upstream.replyWith(() => ({ text: answer }));
  host = await startTestHost({ upstream: upstream.url });
  engine = await startDockerEngine(images);
  folder = await mkdtemp(path.join(tmpdir(), 'hermes-docker-'));
  const standIn = path.resolve(import.meta.dirname, '../../support/docker/docker.mjs');
  await symlink(standIn, path.join(folder, 'docker'));
});
afterAll(async () => {
  await engine.close();
  await host.close();
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

const { stdout: own } = spawnSync('docker', ['--version'], { encoding: 'utf8' });
/** The programs called `docker` that read the commands. */
const clis: [name: string, there: boolean, path: () => string][] = [
  ['our stand-in for the CLI', true, () => `${folder}:${process.env['PATH']}`],
  [
    own ? own.trim() : "Docker's own CLI (not installed here)",
    Boolean(own),
    () => process.env['PATH']!,
  ],
];

/** Runs a command and gives the container it started, once that has done what it does. */
async function started(command: string, searchPath: string): Promise<Container> {
  const before = engine.containers.length;
  const env = { PATH: searchPath, HOME: folder, DOCKER_HOST: engine.url };
  await execute('/bin/sh', ['-c', asOn(command, host.url, host.key!)], { env });
  expect(engine.containers.length).toBe(before + 1);
  const container = engine.containers.at(-1)!;
  await container.finished;
  return container;
}

const commands = piecesFor('docker');
const place = ({ place: at, title }: Piece): string => `${at} ${title}`.trim();

describe.skipIf(!posix).each(clis)('by %s', (_name, there, searchPath) => {
  it.skipIf(!there).each(commands.map((each): [string, Piece] => [place(each), each]))(
    '%s: the container finds the server, its models and an answer',
    async (_place, { code }) => {
      const { error, seen, config } = await started(code, searchPath());
      expect(error).toBeUndefined();
      const calls = images[config.image]!.data !== undefined && config.image !== 'mongo';
      expect(seen).toBe(calls ? answer : '');
      if (config.network === 'bridge' && calls) {
        const [{ origin } = { origin: undefined }] = host.host.runs.list();
        expect(origin!.headers['host']).toMatch(/^host\.docker\.internal:\d+$/);
      }
    },
  );

  const documented = commands.find(({ title }) => title === 'Docker')!.code;
  it.skipIf(!there).each([
    ['a variable is misspelt', 'OPENAI_API_BASE_URL', 'OPENAI_BASE_URL', /is not set/],
    ['the key is another', 'YOUR_KEY', 'sk-other', /401/],
    ['the path is another', '8642/v1', '8642/v2', /404/],
    [
      'the gateway is not added',
      '--add-host=host.docker.internal:host-gateway ',
      '',
      /ENOTFOUND|fetch failed/,
    ],
    ['it calls itself', 'http://host.docker.internal', 'http://127.0.0.1', /ECONNREFUSED/],
    ['another port is published', '3000:8080', '3000:80', /8080, which is not published/],
    ['nothing is kept in the volume', '/app/backend/data', '/data', /keeps nothing/],
  ])('a container in whose command %s does not work', async (_what, from, to, message) => {
    expect(documented).toContain(from);
    const { error } = await started(documented.replace(from, to), searchPath());
    expect(String(error)).toMatch(message);
  });

  it.skipIf(!there).each([
    ['a flag that there is not', '--restart', '--restarts'],
    ['a restart policy that there is not', 'restart always', 'restart often'],
    ['an image that there is not', 'open-webui:main', 'open-webui:mainn'],
  ])('a command with %s is refused', async (_what, from, to) => {
    await expect(started(documented.replace(from, to), searchPath())).rejects.toMatchObject({
      code: 125,
    });
  });
});

describe.skipIf(!posix)('the Compose file of Open WebUI', () => {
  const [file, ...others] = piecesFor('compose');
  const services = (text: string) => composed(asOn(text, host.url, host.key!));

  it('starts what the command of the same page starts', async () => {
    expect(others).toEqual([]);
    const { 'open-webui': config, ...more } = services(file!.code);
    expect(more).toEqual({});
    expect(await runContainer(config!, images[config!.image]!)).toBe(answer);
    const command = commands.find(({ title }) => title === 'Docker')!;
    const container = await started(command.code, clis[0]![2]());
    expect(config).toEqual(container.config);
  });

  it.each([
    ['a field that there is not', 'extra_hosts', 'extra-hosts'],
    ['a volume that is not declared', '- open-webui:/', '- openwebui:/'],
    ['a policy that there is not', 'restart: always', 'restart: often'],
  ])('with %s would be refused', (_what, from, to) => {
    expect(() => services(file!.code.replace(from, to))).toThrow(
      /Unrecognized|not declared|Invalid/,
    );
  });
});

describe.skipIf(!posix)('NextChat in a container', () => {
  it('is called by the browser at the address the page names, which then calls the server', async () => {
    const guide = page('docs/clients/nextchat.md').text;
    const { config } = await started(
      commands.find(({ page: name }) => name.endsWith('nextchat.md'))!.code,
      clis[0]![2](),
    );
    const origin = `http://localhost:${config.ports[0]![0]}`;
    expect(guide).toContain(`<${origin}>`);
    const endpoint = /\| OpenAI Endpoint +\| `([^`]+)`/.exec(guide)![1]!;
    const url = `${asOn(endpoint, host.url, host.key!)}/v1/chat/completions`;
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...host.headers, Origin: origin, Accept: 'application/json' },
      body: JSON.stringify({
        model: 'hermes-agent',
        stream: true,
        messages: [{ role: 'user', content: 'Hi' }],
      }),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(await response.text()).toContain(answer);
  });
});
