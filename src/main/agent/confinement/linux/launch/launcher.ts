import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inheritedDescriptors } from './inherited-descriptors.ts';
import { seccompFilter } from './seccomp-filter.ts';

/** The descriptor on which bubblewrap reads its filter of system calls. */
const filterDescriptor = 9;

export interface Launch {
  /** The words that lead into a room; none without one. */
  enter: readonly string[];
  /** Of bubblewrap, up to the program. */
  arguments: readonly string[];
  /** bubblewrap, the program, and its arguments. */
  program: readonly [string, ...string[]];
  /** Whether the program may make user namespaces. */
  userNamespaces: boolean;
}

/** Makes the command line that starts a program inside the wall. */
export class Launcher {
  readonly #folder: string;
  /** Files with filters; undefined where this kind of processor has none. */
  #filters: { with: string; without: string } | undefined;
  #inherited: readonly number[] = [];

  /** @param folder absolute; exists when {@link prepare} is called */
  constructor(folder: string) {
    this.#folder = folder;
  }

  prepare(): void {
    this.#inherited = inheritedDescriptors().filter((number) => number !== filterDescriptor);
    const [allowing, strict] = [true, false].map((userNamespaces) =>
      seccompFilter(process.arch, { userNamespaces }),
    );
    if (!allowing || !strict) return;
    this.#filters = {
      with: path.join(this.#folder, 'calls-with-namespaces'),
      without: path.join(this.#folder, 'calls'),
    };
    writeFileSync(this.#filters.with, allowing);
    writeFileSync(this.#filters.without, strict);
  }

  commandLine(launch: Launch): { file: string; args: string[] } {
    const [bubblewrap, ...program] = launch.program;
    const filter = this.#filters?.[launch.userNamespaces ? 'with' : 'without'];
    const command = [
      ...launch.enter,
      bubblewrap,
      ...(filter === undefined ? [] : ['--seccomp', String(filterDescriptor)]),
      ...launch.arguments,
      ...program,
    ];
    // Whoever started the host may have left files open, which every program would get.
    const closed = this.#inherited.map((number) => `exec ${number}>&-; `).join('');
    const opened = filter === undefined ? '' : `exec ${filterDescriptor}<"$0"; `;
    // Only Bash closes descriptors of more than one digit.
    const isFew = this.#inherited.every((number) => number < 10);
    // Bash would run the person's ~/.bashrc first when its input is a socket, as pipes of Node are.
    const shell = isFew ? ['/bin/sh'] : ['/bin/bash', '--norc'];
    const [file = '', ...flags] = shell;
    return {
      file,
      args: [...flags, '-c', `${closed}${opened}exec "$@"`, filter ?? '', ...command],
    };
  }
}
