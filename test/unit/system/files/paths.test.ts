import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isInside } from '../../../../src/main/agent/approvals/places.ts';
import { displayPath, realPath, resolvePath } from '../../../../src/main/system/files/paths.ts';
import { createFolders } from '../../agent/tools/support.ts';

describe('resolvePath', () => {
  const base = { workspace: '/work/space', home: '/home/ada' };
  test.each([
    ['notes.txt', '/work/space/notes.txt'],
    ['../other', '/work/other'],
    ['/etc/hosts', '/etc/hosts'],
    ['~', '/home/ada'],
    ['~/x/../y', '/home/ada/y'],
    ['~ada/x', '/work/space/~ada/x'],
    ['.', '/work/space'],
  ])('takes %s for %s', (given, expected) => {
    expect(resolvePath(given, base)).toBe(path.resolve(expected));
  });
});

describe('realPath', () => {
  test('follows a link in the middle of a path whose end does not exist yet', async () => {
    const { workspace, home } = await createFolders();
    await symlink(home, path.join(workspace, 'out'));
    expect(await realPath(path.join(workspace, 'out/a/b.txt'))).toBe(path.join(home, 'a/b.txt'));
  });

  test('follows a link that dangles to what it would create', async () => {
    const { workspace, home } = await createFolders();
    await symlink(path.join(home, 'new.txt'), path.join(workspace, 'link'));
    await symlink('link', path.join(workspace, 'link to link'));
    expect(await realPath(path.join(workspace, 'link to link'))).toBe(path.join(home, 'new.txt'));
  });

  test('refuses links that go round in circles', async () => {
    const { workspace } = await createFolders();
    await symlink('b', path.join(workspace, 'a'));
    await symlink('a', path.join(workspace, 'b'));
    await expect(realPath(path.join(workspace, 'a'))).rejects.toThrow(/ELOOP|symbolic links/);
  });

  test('takes what lies below a file as it is', async () => {
    const { workspace } = await createFolders();
    await writeFile(path.join(workspace, 'file'), '');
    expect(await realPath(path.join(workspace, 'file/below'))).toBe(
      path.join(workspace, 'file/below'),
    );
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

test('displayPath is relative within the workspace only', () => {
  expect(displayPath('/w/src/a.ts', '/w')).toBe(path.join('src', 'a.ts'));
  expect(displayPath('/w', '/w')).toBe('.');
  expect(displayPath('/x/a.ts', '/w')).toBe('/x/a.ts');
});
