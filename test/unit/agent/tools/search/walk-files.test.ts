import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { walkFiles } from '../../../../../src/main/agent/tools/search/walk-files.ts';
import { createFolders } from '../support.ts';

/** Makes files, and says which of them a walk finds. */
async function found(files: Record<string, string>): Promise<string[]> {
  const { workspace } = await createFolders();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(workspace, name)), { recursive: true });
    await writeFile(path.join(workspace, name), content);
  }
  return [...walkFiles(workspace)].map((file) => path.relative(workspace, file));
}

const empty = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, '']));

test('a walk leaves out what .gitignore excludes, as git reads it', async () => {
  const rules = [
    '# comment',
    '*.log',
    '!keep.log',
    'build/',
    '/top.txt',
    'docs/*.md',
    'a\\ b ',
    '[bad',
  ];
  const files = {
    '.gitignore': rules.join('\n'),
    ...empty('# comment', 'UPPER.LOG', 'a b', 'a.log', 'deep/a.log', 'keep.log', 'deep/keep.log'),
    ...empty('build/x', 'deep/build/x', 'also/build', 'top.txt', 'deep/top.txt'),
    ...empty('docs/a.md', 'docs/deep/a.md'),
  };
  expect(await found(files)).toEqual([
    '# comment',
    '.gitignore',
    'UPPER.LOG',
    'also/build',
    'deep/keep.log',
    'deep/top.txt',
    'docs/deep/a.md',
    'keep.log',
  ]);
});

test('the .gitignore nearest to a file decides', async () => {
  const files = {
    '.gitignore': '*.txt\n*.tmp\n',
    'inner/.gitignore': '!*.txt\n',
    ...empty('a.txt', 'inner/a.txt', 'inner/a.tmp', 'inner/deeper/b.txt'),
  };
  expect(await found(files)).toEqual([
    '.gitignore',
    'inner/.gitignore',
    'inner/a.txt',
    'inner/deeper/b.txt',
  ]);
});

test('a walk passes over .git and node_modules, and tells no lies about odd names', async () => {
  const files = {
    '.gitignore': 'x\n',
    ...empty('.git/config', 'node_modules/a/index.js', ' lead', '...', 'back\\slash', 'x y'),
  };
  expect(await found(files)).toEqual([' lead', '...', '.gitignore', 'back\\slash', 'x y']);
});
