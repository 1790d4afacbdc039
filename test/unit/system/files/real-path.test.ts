import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isInside } from '../../../../src/main/system/files/paths.ts';
import { realPath, realPathOf, realPathSync } from '../../../../src/main/system/files/real-path.ts';
import { createFolders } from '../../agent/tools/support.ts';

describe.each([
  ['realPath', realPath],
  ['realPathSync', realPathSync],
])('%s', (_, follow) => {
  test('follows a link in the middle of a path whose end does not exist yet', async () => {
    const { workspace, home } = await createFolders();
    await symlink(home, path.join(workspace, 'out'));
    expect(await follow(path.join(workspace, 'out/a/b.txt'))).toBe(path.join(home, 'a/b.txt'));
  });

  test('follows a link that dangles to what it would create', async () => {
    const { workspace, home } = await createFolders();
    await symlink(path.join(home, 'new.txt'), path.join(workspace, 'link'));
    await symlink('link', path.join(workspace, 'link to link'));
    expect(await follow(path.join(workspace, 'link to link'))).toBe(path.join(home, 'new.txt'));
  });

  test('takes what lies below a file as it is', async () => {
    const { workspace } = await createFolders();
    await writeFile(path.join(workspace, 'file'), '');
    expect(await follow(path.join(workspace, 'file/below'))).toBe(
      path.join(workspace, 'file/below'),
    );
  });
});

describe('links that go round in circles', () => {
  const circle = async (): Promise<string> => {
    const { workspace } = await createFolders();
    await symlink('b', path.join(workspace, 'a'));
    await symlink('a', path.join(workspace, 'b'));
    return path.join(workspace, 'a');
  };

  test('are refused by realPath', async () => {
    await expect(realPath(await circle())).rejects.toThrow(/ELOOP|symbolic links/);
  });

  test('are taken as they are by realPathSync', async () => {
    const link = await circle();
    expect(path.dirname(realPathSync(link))).toBe(path.dirname(link));
  });
});

describe('isInside, with links followed,', () => {
  const isInsideWorkspace = async (file: string, workspace: string) =>
    isInside(await realPath(workspace), await realPath(file));

  test('sees through a link that leads out, and through one that leads back in', async () => {
    const { workspace, root } = await createFolders();
    await mkdir(path.join(workspace, 'src'));
    await symlink(root, path.join(workspace, 'up'));
    expect(await isInsideWorkspace(path.join(workspace, 'src/new/file'), workspace)).toBe(true);
    expect(await isInsideWorkspace(path.join(workspace, 'up/file'), workspace)).toBe(false);
    expect(await isInsideWorkspace(path.join(workspace, 'up/workspace/x'), workspace)).toBe(true);
  });

  test('works for a workspace that is itself a link', async () => {
    const { workspace, root } = await createFolders();
    await symlink(workspace, path.join(root, 'alias'));
    const alias = path.join(root, 'alias');
    expect(await isInsideWorkspace(path.join(alias, 'a'), alias)).toBe(true);
  });

  test('is not fooled by a neighbour whose name begins alike', async () => {
    const { workspace } = await createFolders();
    expect(await isInsideWorkspace(`${workspace}-other/a`, workspace)).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('realPathOf', () => {
  test('is where an open file lies, whatever became of the way to it', async () => {
    const { workspace, home } = await createFolders();
    const [inside, aside] = [path.join(workspace, 'inside'), path.join(workspace, 'aside')];
    for (const folder of [inside, path.join(home, 'inside')]) {
      await mkdir(folder);
      await writeFile(path.join(folder, 'file'), '');
    }
    const asked = path.join(inside, 'file');
    const file = await open(asked);
    try {
      expect(await realPathOf(file, asked)).toBe(asked);
      await rename(inside, aside);
      await symlink(path.join(home, 'inside'), inside);
      if (existsSync('/proc/self/fd')) {
        expect(await realPathOf(file, asked)).toBe(path.join(aside, 'file'));
        await rm(path.join(aside, 'file'));
        expect(await realPathOf(file, asked)).toBe(path.join(aside, 'file'));
      } else expect(await realPathOf(file, asked)).toBe(path.join(home, 'inside/file'));
    } finally {
      await file.close();
    }
  });
});
