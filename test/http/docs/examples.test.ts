import { mkdir, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAssessCommand } from '../../../src/main/agent/approvals/assess-command.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';
import { root } from '../../support/markdown.ts';
import { piecesFor } from './runners.ts';

/** What the pages name in passing: said to the demo model, judged by the approvals, or installed. */

describe('what one can say to the demo model', () => {
  let host: TestHost;
  beforeAll(async () => {
    host = await startTestHost();
    await mkdir(host.workspace, { recursive: true });
    await writeFile(path.join(host.workspace, 'notes.txt'), 'The word is kumquat.\n');
  });
  afterAll(() => host.close());

  const tools: Record<string, RegExp> = {
    run: /▸ terminal: `ls/,
    read: /▸ read_file: .*notes\.txt/,
    list: /▸ search_files/,
    search: /▸ search_files: .*word/,
  };

  it('is the same on both pages that say it', () => {
    const [said, again] = ['README.md', 'docs/decisions/2026-11-20-demo-model.md'].map((page) =>
      piecesFor('demo').filter((piece) => piece.page === page),
    );
    expect(said!.map(({ code }) => code.split(' ')[0])).toEqual(Object.keys(tools));
    expect(again!.map(({ code }) => code)).toEqual(said!.map(({ code }) => code));
  });

  // There is no `ls` on Windows.
  const pieces = piecesFor('demo').filter(
    ({ code }) => code !== 'run ls' || process.platform !== 'win32',
  );
  it.each(pieces)('$place: “$code” calls the tool', async ({ code }) => {
    const response = await fetch(`${host.url}/v1/chat/completions`, {
      method: 'POST',
      headers: host.headers,
      body: JSON.stringify({ messages: [{ role: 'user', content: code }] }),
    });
    const { choices } = (await response.json()) as {
      choices: { message: { content: string; reasoning_content: string } }[];
    };
    const { content, reasoning_content: reasoning } = choices[0]!.message;
    expect(reasoning).toMatch(tools[code.split(' ')[0]!]!);
    expect(content).toContain(code.startsWith('read') ? 'kumquat' : 'notes.txt');
  });
});

describe('what the pages say of commands', () => {
  const assess = createAssessCommand();
  const judge = (command: string): string[] => {
    const risks = assess(command, {
      cwd: '/home/me/Hermes',
      workspace: '/home/me/Hermes',
      home: '/home/me',
      dataDir: '/home/me/.config/hermes-tray',
      ownPids: new Set(),
      platform: 'linux',
      wall: false,
    });
    return risks.map(({ level }) => level);
  };
  /** What the text leaves out. */
  const complete = (code: string): string => {
    if (code.includes('COMMAND')) return code.replace('COMMAND', "'rm -rf notes'");
    if (code.includes('…')) return code.replace('…', 'rm -rf notes');
    if (code === 'bash -c') return `${code} 'rm -rf notes'`;
    if (code === 'sudo') return 'sudo true';
    if (code === 'kill -9') return 'kill -9 1';
    if (/^r''m$|^\$\(echo rm\)$/.test(code)) return `${code} -rf notes`;
    return code.startsWith('rm ') ? `${code} notes` : code;
  };

  it.each(piecesFor('judged'))('$place: $code is judged as it says', ({ code }) => {
    if (code.startsWith('echo ')) expect(judge(code)).toEqual([]);
    else expect(judge(complete(code))).toContain('approval');
  });
});

it('the packages that CONTRIBUTING names are installed by CI', () => {
  const script = readFileSync(path.join(root, '.ci/run'), 'utf8');
  const [, packages = ''] = /^packages='([^']+)'/m.exec(script)!;
  const installed = packages.split(/\s+/);
  for (const { code } of piecesFor('packages')) {
    for (const name of code.split(' ')) expect(installed).toContain(name);
  }
});
