import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { TextFiles } from '../../../../../src/main/agent/tools/files/text-files.ts';
import { createFolders, readTextHere } from '../support.ts';

test('when the disk fails halfway, what was done is undone', async () => {
  const { workspace } = await createFolders();
  const [changed, added, gone] = ['changed', 'added', 'gone'].map((name) =>
    path.join(workspace, name),
  ) as [string, string, string];
  await writeFile(changed, 'old');
  await writeFile(gone, 'here');
  const files = new TextFiles({
    check: () => {},
    readText: readTextHere,
    signal: new AbortController().signal,
  });
  await files.write(changed, 'new');
  await files.write(added, 'new');
  await files.write(gone, undefined);
  // Someone else was quicker: taking it away fails, after the others are written.
  await rm(gone);
  await expect(files.commit()).rejects.toThrow('ENOENT');
  expect(await readFile(changed, 'utf8')).toBe('old');
  expect(await readdir(workspace)).toEqual(['changed']);
});
