import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { asOn, documentedAddress } from './pieces.ts';
import { piecesFor } from './runners.ts';

/**
 * Runs the calls of all pages as they stand there, against the built headless host with its demo
 * model. Only the address and the key are others.
 */

const execute = promisify(execFile);

let host: HeadlessHost;
let key: string;
/** A person's home folder. */
let home: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'hermes-docs-'));
  host = await startHeadlessHost();
  key = host.headers['Authorization']!.replace('Bearer ', '');
});
afterAll(async () => {
  await host.close();
  await rm(home, { recursive: true, force: true });
});

async function shell(command: string): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: home, HERMES_KEY: key };
  const { stdout } = await execute('/bin/sh', ['-c', asOn(command, host.url, key)], {
    cwd: home,
    env,
  });
  return stdout;
}

// The pages are written for a POSIX shell.
describe.skipIf(process.platform === 'win32')('the commands of the pages', () => {
  it.each(piecesFor('curl'))('$place: $code', async ({ code }) => {
    expect(code).toContain(`http://${documentedAddress}/`);
    const output = await shell(
      code.replace('curl ', 'curl --silent --show-error --fail-with-body '),
    );
    if (code.includes('"stream": true')) {
      const frames = output.trimEnd().split('\n\n');
      expect(frames.at(-1)).toBe('data: [DONE]');
      expect(frames.length).toBeGreaterThan(3);
      expect(output).not.toContain('"error":{');
    } else {
      expect(JSON.parse(output)).not.toHaveProperty('error.message');
    }
  });

  it.each(piecesFor('variable'))(
    '$place: $code gives the key to what follows',
    async ({ code }) => {
      expect(await shell(`unset HERMES_KEY; ${code}; sh -c 'printf %s "$HERMES_KEY"'`)).toBe(key);
    },
  );
});

describe('what the pages say goes over the wire', () => {
  const pieces = piecesFor('wire');

  it.each(pieces.filter(({ code }) => code.endsWith('YOUR_KEY')))(
    '$place: $code opens the door, and another key does not',
    async ({ code }) => {
      const [name = '', value = ''] = asOn(code, host.url, key).split(': ');
      const status = async (given: string): Promise<number> =>
        (await fetch(`${host.url}/v1/models`, { headers: { [name]: given } })).status;
      expect(await status(value)).toBe(200);
      expect(await status(`${value}x`)).toBe(401);
    },
  );

  it.each(pieces.filter(({ language }) => language === 'json'))(
    '$place: the error is this one, letter for letter',
    async ({ code }) => {
      const { headers } = host;
      const url = `${host.url}/v1/chat/completions`;
      const response = await fetch(url, { method: 'POST', headers, body: '{"messages": []}' });
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual(JSON.parse(code));
    },
  );

  it.each(pieces.filter(({ code }) => code.startsWith('{"status"')))(
    '$place: the answer begins so',
    async ({ code }) => {
      const answer = await (await fetch(`${host.url}/health`)).text();
      expect(code.endsWith(', …}')).toBe(true);
      expect(answer.startsWith(code.slice(0, -3))).toBe(true);
    },
  );

  it('is all of it', () => {
    const [keys, blocks, answers] = [/YOUR_KEY$/, /^\{\n/, /^\{"status"/];
    for (const { code } of pieces) {
      expect([keys!, blocks!, answers!].filter((kind) => kind.test(code)).length, code).toBe(1);
    }
  });
});
