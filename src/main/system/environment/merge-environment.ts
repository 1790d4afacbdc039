import path from 'node:path';

/** Variables that belong to the one shell that tells them, or to us. */
const ownOfAShell =
  /^(_|SHLVL|PWD|OLDPWD|TERM|TERM_PROGRAM\w*|COLUMNS|LINES|PS\d|SHELL|HERMES_TRAY_\w+|DISABLE_AUTO_UPDATE|ZSH_TMUX_\w+)$/;
/** The session a program belongs to is that in which it was started. */
const ofTheSession =
  /^(DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|XDG_RUNTIME_DIR|XDG_SESSION_\w+)$/;
/** Where systems keep programs for everybody. A search path of nothing else says nothing of the person. */
const systemFolder =
  /^(\/usr)?(\/local)?\/s?bin$|^\/usr\/(local\/)?games$|^\/snap\/bin$|^\/opt\/homebrew\/s?bin$/;

/**
 * The environment that a program would have in the person's terminal: `own`, in which we were
 * started, with what their shell `told`, when it was started with `given`.
 * Only what the shell's files changed counts. Of the search path, folders that only we have (of an
 * activated environment, of a container) come first, then the shell's, then the rest of the system's.
 */
export function mergeEnvironment(
  own: NodeJS.ProcessEnv,
  given: Readonly<Record<string, string>>,
  told: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const changed = Object.entries(told).filter(
    ([name, value]) =>
      given[name] !== value &&
      !ownOfAShell.test(name) &&
      !(ofTheSession.test(name) && own[name] !== undefined),
  );
  const merged: NodeJS.ProcessEnv = { ...own, ...Object.fromEntries(changed) };
  if (told.PATH) merged.PATH = mergePaths(own.PATH ?? '', told.PATH);
  return merged;
}

function mergePaths(own: string, told: string): string {
  const foldersOf = (text: string): string[] => text.split(path.delimiter).filter(Boolean);
  const known = new Set(foldersOf(told));
  const onlyOurs = foldersOf(own).filter((folder) => !known.has(folder));
  const special = onlyOurs.filter((folder) => !systemFolder.test(folder));
  const others = onlyOurs.filter((folder) => systemFolder.test(folder));
  return [...new Set([...special, ...foldersOf(told), ...others])].join(path.delimiter);
}
