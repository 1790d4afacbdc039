import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { promptOf } from '../support/prompt-of.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/** What a project that somebody else wrote, or a model gone astray, may put in our way. */

let upstream: ScriptedUpstream;
let host: TestHost;
beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream({
    settings: { agent: { approvals: 'allow' } },
  }));
});
afterAll(async () => {
  await closeBoth({ host, upstream });
});

let before = 0;
beforeEach(() => {
  before = upstream.requests.length;
});

async function chat(content = 'go'): Promise<void> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
}
const messages = (n: number) => upstream.requests[before + n]!.body.messages;

/** What the model reads after these calls, in one reply. */
async function answersTo(
  ...toolCalls: { name: string; arguments: object | string }[]
): Promise<string[]> {
  upstream.reply({ toolCalls }, { text: 'done' });
  await chat();
  return messages(1)
    .filter(({ role }) => role === 'tool')
    .map(({ content }) => content as string);
}
const inWorkspace = (name: string): string => path.join(host.workspace, name);

describe.skipIf(process.platform === 'win32')('a hostile workspace', () => {
  it('whose AGENTS.md is a pipe holds up no run, nor the file system of the host', async () => {
    execFileSync('mkfifo', [inWorkspace('AGENTS.md')]);
    try {
      // Each waiting open would take one of four threads of the file system for good.
      for (let run = 0; run < 6; run += 1) {
        upstream.reply({ text: 'ok' });
        await chat();
      }
      expect(upstream.requests.length - before).toBe(6);
    } finally {
      await rm(inWorkspace('AGENTS.md'));
    }
  });

  it.each(['a device', 'a key', 'a link that leads to itself'])(
    'whose AGENTS.md is a link to %s puts nothing into the prompt',
    async (what) => {
      const secrets = path.join(host.dataDir, 'id_rsa');
      await writeFile(secrets, 'PRIVATE KEY');
      const target = { 'a device': '/dev/zero', 'a key': secrets }[what] ?? 'AGENTS.md';
      await symlink(target, inWorkspace('AGENTS.md'));
      try {
        upstream.reply({ text: 'ok' });
        await chat();
        expect(messages(0)[0]!.content).not.toMatch(/PRIVATE KEY|\0|AGENTS\.md/);
      } finally {
        await rm(inWorkspace('AGENTS.md'));
      }
    },
  );

  it.each(['.env', 'certs/server.key.pem'])(
    'whose AGENTS.md is a link to the keys in %s puts nothing into the prompt',
    async (name) => {
      await mkdir(path.dirname(inWorkspace(name)), { recursive: true });
      await writeFile(inWorkspace(name), 'DATABASE_PASSWORD=hunter2');
      await symlink(name, inWorkspace('AGENTS.md'));
      try {
        upstream.reply({ text: 'ok' });
        await chat();
        expect(messages(0)[0]!.content).not.toMatch(/hunter2|AGENTS\.md/);
      } finally {
        await rm(inWorkspace('AGENTS.md'));
      }
    },
  );

  it('whose AGENTS.md is a link to another file of the project is read', async () => {
    await writeFile(inWorkspace('CLAUDE.md'), 'Use tabs.');
    await symlink('CLAUDE.md', inWorkspace('AGENTS.md'));
    try {
      upstream.reply({ text: 'ok' });
      await chat();
      expect(promptOf(messages(0))).toContain('Use tabs.');
    } finally {
      await rm(inWorkspace('AGENTS.md'));
    }
  });

  it('full of pipes and devices makes no tool wait', async () => {
    execFileSync('mkfifo', [inWorkspace('pipe')]);
    await symlink('/dev/zero', inWorkspace('zero'));
    const skill = inWorkspace('.agents/skills/trap');
    await mkdir(skill, { recursive: true });
    await writeFile(path.join(skill, 'SKILL.md'), '---\nname: trap\ndescription: A trap.\n---\n');
    execFileSync('mkfifo', [path.join(skill, 'pipe')]);
    const calls = ['pipe', 'zero'].flatMap((file) => [
      { name: 'read_file', arguments: { path: file } },
      { name: 'write_file', arguments: { path: file, content: 'x' } },
      {
        name: 'patch',
        arguments: { mode: 'replace', path: file, old_string: 'a', new_string: 'b' },
      },
      { name: 'search_files', arguments: { pattern: 'x', path: file } },
    ]);
    const answers = await answersTo(...calls, {
      name: 'skill_view',
      arguments: { name: 'trap', file_path: 'pipe' },
    });
    expect(answers).toHaveLength(9);
    for (const answer of answers) {
      expect(answer).toMatch(
        /no regular file|not a regular|no file|neither a folder|no text|EINVAL|Refused/,
      );
    }
  });
});

describe('a model gone astray', () => {
  it('that calls 2,000 tools at once gets every answer, in order', async () => {
    const toolCalls = Array.from({ length: 2_000 }, (_, index) => ({
      id: `c${index}`,
      name: 'read_file',
      arguments: { path: `missing-${index}` },
    }));
    const answers = await answersTo(...toolCalls);
    expect(answers).toHaveLength(2_000);
    answers.forEach((answer, index) => expect(answer).toMatch(new RegExp(`missing-${index}\\b`)));
  });

  it('whose arguments are 10 MB long is answered, and the next request too', async () => {
    const [answer] = await answersTo({
      name: 'write_file',
      arguments: { path: 'big.txt', content: 'x'.repeat(10_000_000) },
    });
    expect(answer).toMatch(/Wrote 10000000 bytes/);
  });
});
