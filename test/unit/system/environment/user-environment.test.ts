import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createUserEnvironment,
  type UserEnvironment,
  type UserEnvironmentOptions,
} from '../../../../src/main/system/environment/user-environment.ts';

async function home(profile: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-home-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(path.join(folder, '.bash_profile'), profile);
  return folder;
}

function create(
  own: NodeJS.ProcessEnv,
  more: Partial<UserEnvironmentOptions> = {},
): UserEnvironment {
  return createUserEnvironment({
    own: () => own,
    withoutSecrets: (environment) => {
      const { SECRET: _, ...rest } = environment;
      return rest as Record<string, string>;
    },
    loginShell: () => '/bin/bash',
    hasTerminal: false,
    platform: 'linux',
    timeoutMs: 8_000,
    ...more,
  });
}

describe('the environment of what a person starts', { timeout: 30_000 }, () => {
  it('is read once, however many wait for it, and our own until then', async () => {
    const folder = await home('echo x >> "$HOME/reads"; export FOUND=yes\n');
    const environment = create({ HOME: folder, PATH: '/usr/bin:/bin' });
    expect(environment.current).toEqual({ HOME: folder, PATH: '/usr/bin:/bin' });
    const [first, second] = await Promise.all([environment.ready(), environment.ready()]);
    expect(first.FOUND).toBe('yes');
    expect(second).toBe(first);
    expect(await environment.ready()).toBe(first);
    expect(environment.source).toMatchObject({
      from: 'shell',
      shell: '/bin/bash',
      problem: null,
      reading: false,
      added: expect.arrayContaining(['FOUND']),
    });
  });

  it('is read anew when asked, and tells so', async () => {
    const folder = await home('export FOUND=1\n');
    const environment = create({ HOME: folder, PATH: '/usr/bin:/bin' });
    await environment.ready();
    await writeFile(path.join(folder, '.bash_profile'), 'export FOUND=2\n');
    const told: boolean[] = [];
    environment.onChange(() => told.push(environment.source.reading));
    await environment.reload();
    expect((await environment.ready()).FOUND).toBe('2');
    expect(told).toEqual([true, false]);
  });

  it('does not tell the shell our secrets, and loses none of them', async () => {
    const folder = await home('export SEEN="${SECRET:-nothing}"\n');
    const environment = create({ HOME: folder, PATH: '/usr/bin:/bin', SECRET: 'hidden' });
    expect(await environment.ready()).toMatchObject({ SEEN: 'nothing', SECRET: 'hidden' });
  });

  it.each([
    ['in a terminal', { hasTerminal: true }],
    ['on Windows', { platform: 'win32' as const }],
  ])('is our own %s', async (_where, more) => {
    const own = { HOME: await home('export FOUND=yes\n'), PATH: '/bin' };
    const environment = create(own, more);
    expect(await environment.ready()).toBe(own);
    await environment.reload();
    expect(environment.source).toMatchObject({ from: 'own', shell: null, problem: null });
  });

  it('comes from the shell in SHELL, then from the one in the list of users', async () => {
    const folder = await home('export FOUND=yes\n');
    const odd = path.join(folder, 'odd');
    await writeFile(odd, '#!/bin/sh\nexport ODD=yes\nfor last; do :; done\neval "$last"\n');
    await chmod(odd, 0o755);
    const own = { HOME: folder, PATH: '/usr/bin:/bin' };
    expect((await create({ ...own, SHELL: odd }).ready()).ODD).toBe('yes');
    expect((await create(own, { loginShell: () => odd }).ready()).ODD).toBe('yes');
    expect((await create(own, { loginShell: () => undefined }).ready()).FOUND).toBe('yes');
  });

  it.each([
    ['/usr/sbin/nologin', 'lets nobody log in'],
    ['/usr/bin/no-such-shell', 'is not there'],
  ])('comes from bash where the shell is %s, and that is said', async (shell, problem) => {
    const environment = create({
      HOME: await home('export FOUND=yes\n'),
      PATH: '/usr/bin:/bin',
      SHELL: shell,
    });
    expect((await environment.ready()).FOUND).toBe('yes');
    expect(environment.source.problem).toContain(problem);
  });

  it('is our own, with the reason, where the shell hangs; what was read before stays', async () => {
    const folder = await home('export FOUND=yes\n');
    const environment = create({ HOME: folder, PATH: '/usr/bin:/bin' }, { timeoutMs: 3_000 });
    await environment.ready();
    await writeFile(path.join(folder, '.bash_profile'), 'sleep 100\n');
    await environment.reload();
    expect(environment.current.FOUND).toBe('yes');
    expect(environment.source.problem).toContain('did not tell its environment within 3 s');
  });
});
