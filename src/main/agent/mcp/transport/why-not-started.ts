import type { ProcessEnd } from './stdio-transport.ts';

/** What is known of a server on this computer that did not get ready. */
export interface FailedStart {
  command: string;
  /** The folder it was to start in, where there is none such. */
  cwd: string | undefined;
  /** The PATH it was sought in. */
  searchPath: string;
  /** How its process ended; undefined while it runs. */
  ended: ProcessEnd | undefined;
  /** The last lines it wrote. */
  said: readonly string[];
}

/** Programs that come with others, for who has a server's line from its page and no more. */
const comesWith: Readonly<Record<string, string>> = {
  npx: 'Node.js',
  uvx: 'uv',
  docker: 'Docker',
};
/** npm's copy of a package for npx that an interrupted start left half-written. */
const brokenCopy = /ENOTEMPTY|EJSONPARSE|TAR_ENTRY_ERROR|ECOMPROMISED|MODULE_NOT_FOUND/;
const copyFolder = /["' (]([^"' (]*_npx[\\/][0-9a-f]{8,})/;

/** Why a server did not start, in whole sentences: what is wrong, its own last words, what to do. */
export function whyNotStarted(error: unknown, start: FailedStart): string {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === 'ENOENT') return notFound(start);
  if (code === 'EACCES')
    return `"${start.command}" may not be run: it lacks the right to be executed`;
  const { ended, said } = start;
  const reason = ended
    ? `${howItEnded(ended)} before it was ready`
    : error instanceof Error
      ? error.message
      : String(error);
  return `${reason}${quoted(said)}${advice(said.join('\n'))}`;
}

/** Why a server that was ready is no more, in its own last words. */
export function whyEnded(ended: ProcessEnd | undefined, said: readonly string[]): string {
  if (!ended || (ended.code === null && ended.signal === null)) return 'The connection broke';
  return `${howItEnded(ended)}${quoted(said)}`;
}

function quoted(said: readonly string[]): string {
  if (said.length === 0) return '';
  // On lines of their own, so that the last of them, which mostly says most, is told from the others.
  return said.length === 1 ? `. It said: ${said[0]}` : `. It said:\n${said.join('\n')}`;
}

function notFound({ command, cwd, searchPath }: FailedStart): string {
  if (cwd !== undefined) return `There is no folder ${cwd} to start it in`;
  if (/[\\/]/.test(command)) return `There is no program "${command}"`;
  const other = comesWith[command];
  const hint = other ? `. It comes with ${other}` : '';
  return `There is no program "${command}" in the folders of PATH (${searchPath})${hint}`;
}

function howItEnded({ code, signal }: ProcessEnd): string {
  if (code === null && signal === null) return 'It was given up';
  return code === null ? `It was ended by ${signal}` : `It ended with exit code ${code}`;
}

function advice(said: string): string {
  const folder = copyFolder.exec(said)?.[1];
  if (!folder || !brokenCopy.test(said)) return '';
  return `\nnpm's copy of it seems to be damaged: delete the folder ${folder} and choose Reconnect.`;
}
