import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The files of each shell that are read for a terminal only, as nvm, pyenv and uv write into them. */
const files: Record<string, readonly string[]> = {
  bash: ['.bash_profile', '.bashrc'],
  zsh: ['.zshrc'],
  fish: ['.config/fish/config.fish'],
};

/**
 * Makes a home in which only this shell's own files lead to the program `only-in-my-shell`, which
 * says "found it". They set LANG, and a variable that is named as a key of ours.
 */
export async function loginFiles(home: string, shell: string): Promise<void> {
  const name = path.basename(shell);
  const folder = path.join(home, 'tools', 'bin');
  await mkdir(folder, { recursive: true });
  const program = path.join(folder, 'only-in-my-shell');
  await writeFile(program, '#!/bin/sh\necho found it\n');
  await chmod(program, 0o755);
  const set = (variable: string, value: string): string =>
    name === 'fish' ? `set -gx ${variable} ${value}\n` : `export ${variable}=${value}\n`;
  const separator = name === 'fish' ? ' ' : ':';
  const text =
    set('PATH', `$HOME/tools/bin${separator}$PATH`) +
    set('LANG', 'xx_XX.UTF-8') +
    set('OPENAI_API_KEY', 'key-of-the-shell-files');
  const [first, second] = files[name] ?? ['.profile'];
  await mkdir(path.dirname(path.join(home, first!)), { recursive: true });
  if (second === undefined) return writeFile(path.join(home, first!), text);
  // As Debian has it: the login file reads the other, which gives up unless a person is there.
  await writeFile(path.join(home, first!), `. "$HOME/${second}"\n`);
  await writeFile(path.join(home, second), `case $- in *i*) ;; *) return;; esac\n${text}`);
}
