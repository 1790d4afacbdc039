/**
 * What in a folder makes other programs run code as soon as the person enters it, opens it, or uses
 * version control there. It stays as it is inside a writable workspace, at any depth, as far as it
 * is there. A project's own scripts (package.json, Makefile, tests) are its work, and run when asked.
 */
const names: ReadonlySet<string> = new Set([
  // Run by shells that enter the folder.
  '.envrc',
  '.autoenv.zsh',
  '.autoenv',
  '.mise.toml',
  '.mise.local.toml',
  'mise.toml',
  'mise.local.toml',
  '.mise',
  '.rtx.toml',
  '.rvmrc',
  // Editors: tasks, launchers, programs to run on save.
  '.vscode',
  '.idea',
  '.fleet',
  '.zed',
  '.helix',
  '.run',
  '.lvimrc',
  '.lazy.lua',
  '.devcontainer',
  '.devcontainer.json',
  '.exrc',
  '.vimrc',
  '.nvimrc',
  '.nvim.lua',
  '.dir-locals.el',
  // Assistants: servers and hooks they start.
  '.mcp.json',
  '.cursor',
  '.claude',
  '.gemini',
  '.codex',
  '.windsurf',
  '.kiro',
  '.opencode',
  // Started by git hooks that are already set.
  '.husky',
  '.pre-commit-config.yaml',
  'lefthook.yml',
  '.lefthook.yml',
  '.overcommit.yml',
  // Start-up files of shells and programs, in a folder that serves as a home.
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.bash_logout',
  '.bash_aliases',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.zlogin',
  '.zlogout',
  '.kshrc',
  '.cshrc',
  '.tcshrc',
  '.login',
  '.xprofile',
  '.xinitrc',
  '.xsession',
  '.xsessionrc',
  '.pam_environment',
  '.inputrc',
  '.gitconfig',
  '.gdbinit',
  '.lldbinit',
  '.pythonrc',
  '.pdbrc',
  '.irbrc',
  '.Rprofile',
]);

/**
 * Names that must not come to be at the top of a workspace while a program runs there in the
 * background. Few: each needs a stand-in that the person can see meanwhile. What others make is taken
 * away when it ends.
 */
export const neverMade = ['.envrc', '.mcp.json', '.vscode', '.idea'];

/** What of a home folder starts programs, beyond what does in every folder. */
export const codeOfHome = [
  '.ssh',
  '.config/autostart',
  '.config/systemd',
  '.config/environment.d',
  '.config/fish',
  '.config/git',
  '.config/nvim',
  '.local/bin',
  '.local/share/applications',
  '.local/share/systemd',
  '.local/share/dbus-1',
  'bin',
  'Library/LaunchAgents',
];

/** What of a git folder (`.git`, a module's, a worktree's) decides which programs git runs. */
export const gitHooks = 'hooks';
export const gitCode: readonly string[] = ['config', 'config.worktree', 'commondir', gitHooks];

/** Whether a file or folder of this name makes other programs run code, wherever it lies. */
export function startsPrograms(name: string): boolean {
  return names.has(name) || name.endsWith('.code-workspace');
}
