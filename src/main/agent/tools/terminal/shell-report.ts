import type { Readable } from 'node:stream';

/** Where a command left its shell: its folder, and its exported variables. */
export interface ShellReport {
  /** Absolute; undefined when the shell does not know it. */
  folder: string | undefined;
  variables: ReadonlyMap<string, string>;
}

/** Of a report, more is not kept, in bytes; the environment of a program may have 2 MiB. */
const largestReport = 2 * 1024 * 1024;
/** How long after its end a shell's report may still be on its way, in milliseconds. */
const onItsWayMs = 250;

/**
 * A script for Bash that runs `$1` as `bash -c` would, and at its end (also by `exit`, an error or
 * SIGTERM) reports the state of the shell on descriptor 3: folder, NUL, each `NAME=value` and a NUL,
 * and at last a NUL. The descriptor is moved out of the way of scripts that use low ones, and all
 * stands on one line so that error messages count the lines of the command.
 */
const reportingBash = [
  'exec 237>&3 3>&-',
  '__hermes_report() { [ -z "${__hermes_reported-}" ] || return 0; __hermes_reported=1; set +eux +v',
  "local __hermes_name IFS=$'\\n'",
  '{ builtin printf "%s\\0" "${PWD-}"',
  'for __hermes_name in $(builtin compgen -e); do builtin printf "%s=%s\\0" "$__hermes_name" "${!__hermes_name-}"; done',
  'builtin printf "\\0"; } >&237; }',
  'trap "{ __hermes_report; } 2>/dev/null" EXIT',
  '__hermes_command=$1',
  'shift',
  'eval "$__hermes_command"',
  // Where the command has put a trap of its own in place of ours.
  '{ __hermes_status=$?; __hermes_report; } 2>/dev/null',
  'exit "$__hermes_status"',
].join('; ');

/** The same for `sh`, which knows one-digit descriptors only and lists its variables by env(1). */
const reportingSh = [
  'exec 9>&3 3>&-',
  '__hermes_report() { [ -z "${__hermes_reported-}" ] || return 0; __hermes_reported=1; set +eux +v',
  '{ printf "%s\\0" "${PWD-}"; /usr/bin/env -0 && printf "\\0"; } >&9; }',
  'trap "{ __hermes_report; } 2>/dev/null" EXIT',
  '__hermes_command=$1',
  'shift',
  'eval "$__hermes_command"',
  '{ __hermes_status=$?; __hermes_report; } 2>/dev/null',
  'exit "$__hermes_status"',
].join('; ');

/** @returns a script that runs `$1` and reports; see {@link ReportReader} */
export function reportingScript(shell: string): string {
  return /(^|\/)bash$/.test(shell) ? reportingBash : reportingSh;
}

/** Reads the report of a shell from its descriptor 3. */
export class ReportReader {
  readonly #stream: Readable;
  readonly #chunks: Buffer[] = [];
  #length = 0;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.#length += chunk.length;
      if (this.#length <= largestReport) this.#chunks.push(chunk);
    });
    // A pipe that breaks has ended.
    stream.on('error', () => stream.destroy());
  }

  /**
   * The report, once the shell has ended; undefined when it left none (`exec`, SIGKILL) or a broken one.
   * A daemon of the command may hold the descriptor open: that is not waited for.
   */
  async end(): Promise<ShellReport | undefined> {
    if (!this.#isComplete() && !this.#stream.closed) await this.#more();
    this.#stream.destroy();
    return this.#isComplete() ? parseReport(Buffer.concat(this.#chunks)) : undefined;
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, onItsWayMs);
      const look = (): void => {
        if (!this.#isComplete() && !this.#stream.closed) return;
        clearTimeout(timer);
        resolve();
      };
      this.#stream.on('data', look);
      this.#stream.on('close', look);
    });
  }

  /** Two NUL bytes in a row end a report. */
  #isComplete(): boolean {
    if (this.#length > largestReport) return false;
    const end = Buffer.concat(this.#chunks.slice(-2)).subarray(-2);
    return end.length === 2 && end[0] === 0 && end[1] === 0;
  }
}

/** @param bytes the report, ending with its two NULs */
function parseReport(bytes: Buffer): ShellReport {
  const [folder = '', ...entries] = bytes.toString('utf8', 0, bytes.length - 2).split('\0');
  const variables = new Map<string, string>();
  for (const entry of entries) {
    const at = entry.indexOf('=');
    const name = entry.slice(0, at);
    // Exported functions have other names.
    if (at > 0 && /^[A-Za-z_]\w*$/.test(name)) variables.set(name, entry.slice(at + 1));
  }
  return { folder: folder.startsWith('/') ? folder : undefined, variables };
}
