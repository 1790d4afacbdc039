import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  carried,
  unpacking,
} from '../../../../src/main/agent/confinement/linux/launch/carried-environment.ts';
import { walledHome, write, type WalledHome } from './support.ts';

/** A library that leaves a file in the home folder as soon as any program loads it. */
const library = `#include <stdio.h>
#include <stdlib.h>
__attribute__((constructor)) static void plant(void) {
  char name[4096];
  snprintf(name, sizeof name, "%s/planted", getenv("TARGET"));
  FILE *file = fopen(name, "w");
  if (file) fclose(file);
}
`;

const planted = ({ home }: WalledHome): boolean => existsSync(path.join(home, 'planted'));

describe.runIf(process.platform === 'linux')('variables that a command exports', () => {
  test('steer the next command inside, and nothing that leads there', async () => {
    const set = await walledHome({ confinement: 'required' });
    write(set.workspace, {
      'x.c': library,
      'Evil.pm': `open F, ">$ENV{TARGET}/planted"; 1;`,
      'evil/bwrap': '#!/bin/sh\ntouch "$TARGET/planted"\n',
    });
    await set.run(
      `gcc -shared -fPIC -o x.so x.c; chmod +x evil/bwrap; cp evil/bwrap evil/sh; cp evil/bwrap evil/perl; export TARGET='${set.home}' PATH="$PWD/evil:$PATH" LD_PRELOAD="$PWD/x.so" LD_LIBRARY_PATH="$PWD" LD_AUDIT="$PWD/x.so" PERL5OPT=-MEvil PERL5LIB="$PWD" GCONV_PATH="$PWD" ENV="$PWD/x.c" BASH_ENV="$PWD/x.c"`,
    );
    const { output } = await set.run('echo "$LD_PRELOAD"; echo "$PERL5OPT"');
    expect(output).toContain('x.so');
    expect(output).toContain('-MEvil');
    await set.run('true', { background: true });
    expect(planted(set)).toBe(false);
  });

  test('are not there for what a person lets out, and come back after it', async () => {
    const set = await walledHome();
    write(set.workspace, { 'evil/ls': '#!/bin/sh\necho evil\n' });
    await set.run(`chmod +x evil/ls; export PATH="$PWD/evil:$PATH" KEPT='two
lines'`);
    expect((await set.run('ls; echo "$KEPT"')).output).toBe('evil\ntwo\nlines');
    const { output } = await set.run('ls; echo "<$KEPT>"', { outside: true });
    expect(output).toBe('evil\n<>');
    expect((await set.run('echo "$KEPT"')).output).toBe('two\nlines');
  });

  test('keep their values where there is no perl', () => {
    const given = { A: `it's "two\nlines" $B \\`, PATH: '/usr/bin:/bin', LD_PRELOAD: '', _X1: ' ' };
    const [file, ...args] = [...unpacking, 'env', '-0'];
    const output = execFileSync(file, args, { env: carried(given), encoding: 'utf8' });
    const found = Object.fromEntries(output.split('\0').map((line) => line.split(/=([^]*)/)));
    expect(found).toMatchObject(given);
    expect(output).not.toContain('HERMES_CARRIED');
  });
});
