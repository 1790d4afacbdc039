import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  LoginShellError,
  readLoginShell,
  type LoginShellReading,
} from '../../../../src/main/system/environment/login-shell.ts';
import { isAlive } from '../../agent/mcp/support.ts';

/** A home of its own with these files. */
async function homeWith(files: Record<string, string>): Promise<string> {
  const home = await realpath(await mkdtemp(path.join(tmpdir(), 'hermes-home-')));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(home, name)), { recursive: true });
    await writeFile(path.join(home, name), text);
  }
  return home;
}

function read(shell: string, home: string, timeoutMs = 8_000): Promise<LoginShellReading> {
  const environment = { HOME: home, PATH: '/usr/bin:/bin', USER: 'somebody', GIVEN: 'yes' };
  return readLoginShell({ shell, environment, timeoutMs });
}

const shells = {
  '/bin/bash': { login: '.bash_profile', interactive: '.bashrc' },
  '/usr/bin/zsh': { login: '.zprofile', interactive: '.zshrc' },
  '/usr/bin/fish': { login: '.config/fish/config.fish', interactive: '.config/fish/config.fish' },
} as const;
type Shell = keyof typeof shells;
const present = (Object.keys(shells) as Shell[]).filter((shell) => existsSync(shell));
const set = (shell: string, name: string, value: string): string =>
  shell.endsWith('fish') ? `set -gx ${name} "${value}"\n` : `export ${name}="${value}"\n`;

describe.each(present)('%s', { timeout: 30_000 }, (shell) => {
  const { login, interactive } = shells[shell];

  it('tells what its login files export, over what it was given', async () => {
    const home = await homeWith({
      [login]: set(shell, 'PATH', '$HOME/tools/bin:$PATH') + set(shell, 'LANG', 'de_DE.UTF-8'),
    });
    const { environment, problem } = await read(shell, home);
    expect(environment.PATH).toContain(`${home}/tools/bin:`);
    expect(environment).toMatchObject({ LANG: 'de_DE.UTF-8', GIVEN: 'yes' });
    expect(problem).toBeNull();
  });

  it('tells what stands in its files for interactive use, where nvm, pyenv and others write', async () => {
    const home = await homeWith({
      // A login shell of Debian reads .bashrc from .profile; .bashrc gives up unless interactive.
      [login]: shell === '/bin/bash' ? '. "$HOME/.bashrc"\n' : '',
      [interactive]:
        (shell === '/bin/bash' ? 'case $- in *i*) ;; *) return;; esac\n' : '') +
        set(shell, 'PATH', '$HOME/.nvm/bin:$PATH'),
    });
    expect((await read(shell, home)).environment.PATH).toContain(`${home}/.nvm/bin`);
  });

  it('keeps values as they are: lines, quotes, equals signs, letters of all kinds', async () => {
    const home = await homeWith({
      [login]: `${set(shell, 'ODD', 'a=b\nc "d" ü €'.replaceAll('"', '\\"'))}`,
    });
    expect((await read(shell, home)).environment.ODD).toBe('a=b\nc "d" ü €');
  });

  it('may say what it likes meanwhile', async () => {
    const home = await homeWith({
      [login]: `echo "Welcome! PATH=/nowhere"\necho oops >&2\n${set(shell, 'FOUND', 'yes')}`,
    });
    expect((await read(shell, home)).environment.FOUND).toBe('yes');
  });

  it('that reads its input, or asks, meets the end of it and no terminal', async () => {
    const home = await homeWith({
      [login]: `read ANSWER\ncat\n${set(shell, 'FOUND', 'yes')}`,
    });
    expect((await read(shell, home)).environment.FOUND).toBe('yes');
  });

  it('that becomes another program when it is interactive tells what its login files say', async () => {
    const isInteractive = shell.endsWith('fish')
      ? 'status is-interactive; and'
      : '[[ $- == *i* ]] &&';
    const home = await homeWith({
      [login]: `${set(shell, 'FOUND', 'yes')}${isInteractive} exec /bin/false\n`,
      ...(login === interactive ? {} : { [interactive]: '' }),
    });
    const { environment, problem } = await read(shell, home);
    expect(environment.FOUND).toBe('yes');
    expect(problem).toContain('Its files for interactive use were left out');
  });

  it('that hangs is given up in time, with all it started', async () => {
    const home = await homeWith({});
    const pids = path.join(home, 'pids');
    const child = `sh -c 'echo $$ >> ${pids}; exec sleep 1000'`;
    await mkdir(path.dirname(path.join(home, login)), { recursive: true });
    await writeFile(path.join(home, login), `${child} &\n${child}\n`);
    const startedAt = performance.now();
    await expect(read(shell, home, 2_000)).rejects.toThrow(
      `${shell} did not tell its environment within 2 s`,
    );
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    const started = (await readFile(pids, 'utf8')).trim().split('\n').map(Number);
    expect(started.length).toBeGreaterThan(1);
    await vi.waitFor(() => expect(started.filter(isAlive)).toEqual([]));
  });
});

describe('a login shell', () => {
  it.each(['/usr/sbin/nologin', '/bin/false', '/usr/bin/no-such-shell'])(
    'that is none says so: %s',
    async (shell) => {
      const failure = await read(shell, await homeWith({})).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(LoginShellError);
      expect((failure as Error).message).toContain(shell);
    },
  );

  it('that writes without end is given up', async () => {
    const home = await homeWith({ '.bash_profile': 'yes\n' });
    await expect(read('/bin/bash', home)).rejects.toThrow('writes without end');
  });

  it('is asked in words that any shell understands', async () => {
    // One that knows only simple commands of words in plain quotes, and no other grammar.
    const home = await homeWith({
      'odd-shell': `#!${process.execPath}
const words = process.argv.at(-1).match(/'[^']*'|\\S+/g).map((word) => word.replace(/^'|'$/g, ''));
process.env.FOUND = 'yes';
require('node:child_process').spawnSync(words[0], words.slice(1), { stdio: 'inherit' });
`,
    });
    const shell = path.join(home, 'odd-shell');
    await chmod(shell, 0o755);
    expect((await read(shell, home)).environment.FOUND).toBe('yes');
  });
});
