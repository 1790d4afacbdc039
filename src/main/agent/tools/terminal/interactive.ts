/** Programs that draw on a terminal or talk with a person; here there is neither. */
const interactivePrograms = new Set(
  'vi vim nvim nano emacs pico less more most man top htop btop tmux screen watch mc ranger passwd su'.split(
    ' ',
  ),
);

/** What programs say when they miss a terminal. */
const missesTerminal =
  /not a (tty|terminal)|no tty present|a terminal is required|inappropriate ioctl|cannot open \/dev\/tty|\/dev\/tty: (no such|device not)|could not read (password|username)|terminal prompts disabled|host key verification failed/i;

/**
 * What to tell the model when a command failed or hung because it waits for a person; undefined
 * when nothing points to that.
 */
export function interactiveHint(command: string, output: string): string | undefined {
  const program = programOf(command);
  const draws = interactivePrograms.has(program);
  if (!draws && !missesTerminal.test(output.slice(-4_000))) return undefined;
  const subject = draws ? `${program} needs a terminal` : 'The command wants a terminal';
  return (
    `${subject} and a person at it; commands here have neither, and their input is closed. ` +
    'Use a non-interactive form: a flag such as -y or --no-input, input from a pipe or a file, read_file, write_file and patch instead of pagers and editors.'
  );
}

/** The name of the program a command line begins with, after assignments and sudo or env. */
function programOf(command: string): string {
  const words = command.trim().split(/\s+/);
  const first = words.find(
    (word) => !/^\w+=/.test(word) && !/^(sudo|env|command|exec)$/.test(word),
  );
  return (first ?? '').split(/[/\\]/).at(-1) ?? '';
}
