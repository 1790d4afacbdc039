import { describe, expect, it } from 'vitest';
import { mergeEnvironment } from '../../../../src/main/system/environment/merge-environment.ts';

const launcher = { PATH: '/usr/bin:/bin', HOME: '/home/u' };

describe('the environment of a terminal', () => {
  it('has what the shell changed and added, over what we have', () => {
    const told = { ...launcher, LANG: 'de_DE.UTF-8', JAVA_HOME: '/java', HOME: '/home/u' };
    expect(mergeEnvironment({ ...launcher, OURS: '1' }, launcher, told)).toEqual({
      ...launcher,
      OURS: '1',
      LANG: 'de_DE.UTF-8',
      JAVA_HOME: '/java',
    });
  });

  it('keeps from us what the shell was not given, and what it only passed on', () => {
    const own = { ...launcher, SECRET: 'ours', PAGER: 'less' };
    const given = { ...launcher, PAGER: 'cat' };
    expect(mergeEnvironment(own, given, { ...given })).toEqual(own);
  });

  it('has nothing that belongs to the one shell', () => {
    const told = {
      ...launcher,
      SHLVL: '1',
      PWD: '/',
      _: '/usr/bin/env',
      OLDPWD: '/',
      TERM: 'dumb',
    };
    expect(mergeEnvironment(launcher, launcher, told)).toEqual(launcher);
  });

  it('stays in the session that started us', () => {
    const own = { ...launcher, DISPLAY: ':1' };
    const told = { ...own, DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' };
    expect(mergeEnvironment(own, own, told)).toEqual({ ...own, WAYLAND_DISPLAY: 'wayland-0' });
  });

  it.each([
    // From a launcher: the shell's own order.
    [
      '/usr/bin:/bin',
      '/home/u/.nvm/bin:/usr/local/bin:/usr/bin:/bin',
      '/home/u/.nvm/bin:/usr/local/bin:/usr/bin:/bin',
    ],
    // In a container, or an activated environment, which /etc/profile knows nothing of.
    [
      '/opt/venv/bin:/usr/bin:/bin',
      '/usr/local/bin:/usr/bin:/bin',
      '/opt/venv/bin:/usr/local/bin:/usr/bin:/bin',
    ],
    // What the system has and the shell leaves out is not lost.
    [
      '/usr/bin:/bin:/snap/bin:/usr/games',
      '/home/u/bin:/usr/bin',
      '/home/u/bin:/usr/bin:/bin:/snap/bin:/usr/games',
    ],
    ['', '/usr/bin', '/usr/bin'],
    ['/usr/bin:/usr/bin', '/bin::/bin', '/bin:/usr/bin'],
  ])('seeks programs where the person does: %s and %s', (own, told, merged) => {
    expect(mergeEnvironment({ PATH: own }, { PATH: own }, { PATH: told }).PATH).toBe(merged);
  });

  it('keeps our search path where the shell tells none', () => {
    expect(mergeEnvironment(launcher, launcher, {}).PATH).toBe(launcher.PATH);
  });
});
