import {
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HeldFolder } from '../../../../src/main/system/files/held-folder.ts';

async function folders(): Promise<{ inside: string; outside: string }> {
  const root = realpathSync(await mkdtemp(path.join(tmpdir(), 'hermes-held-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const [inside, outside] = [path.join(root, 'inside'), path.join(root, 'outside')];
  for (const folder of [inside, outside]) mkdirSync(folder);
  return { inside, outside };
}

describe.runIf(process.platform === 'linux')('a held folder', () => {
  test('is the one that was opened, though a link is in its place by then', async () => {
    const { inside, outside } = await folders();
    writeFileSync(path.join(outside, 'kept'), '');
    const held = await HeldFolder.open(inside);
    renameSync(inside, `${inside}-aside`);
    symlinkSync(outside, inside);
    await writeFile(held.at('a'), 'written');
    await rename(held.at('a'), held.at('b'));
    await expect(unlink(held.at('kept'))).rejects.toThrow('ENOENT');
    await held.close();
    expect(readdirSync(outside)).toEqual(['kept']);
    expect(readdirSync(`${inside}-aside`)).toEqual(['b']);
  });

  test('makes nothing before it was checked where it would lie', async () => {
    const { inside, outside } = await folders();
    symlinkSync(outside, path.join(inside, 'link'));
    const told: string[] = [];
    const made = HeldFolder.make(path.join(inside, 'link/a/b'), (real) => {
      told.push(real);
      throw new Error('refused');
    });
    await expect(made).rejects.toThrow('refused');
    expect(told).toEqual([path.join(outside, 'a/b')]);
    expect(readdirSync(outside)).toEqual([]);
  });

  test('makes what is missing of its path', async () => {
    const { inside } = await folders();
    const held = await HeldFolder.make(path.join(inside, 'a/b/c'));
    expect(held.real).toBe(path.join(inside, 'a/b/c'));
    await writeFile(held.at('file'), '');
    await held.close();
    expect(readdirSync(path.join(inside, 'a/b/c'))).toEqual(['file']);
  });
});
