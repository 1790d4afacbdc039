import { randomBytes } from 'node:crypto';
import { ProcessTable } from '../../../system/processes/process-table.ts';
import { livingProcesses } from '../../../system/processes/process-tree.ts';
import { ShellProcess, type ShellProcessOptions } from './shell-process.ts';
import { BoundedText } from '../../text/truncate.ts';

/** Output kept of each background process: its end, in characters. */
const keptOutput = 200_000;
/** Sessions kept, running or not; the oldest finished ones are forgotten first. */
const keptSessions = 64;
/** How long background processes may take to end when asked, in milliseconds. */
export const backgroundGraceMs = 1_000;

/** A process in the background, or what is known of it since it ended. */
export interface ProcessSession {
  /** `proc_` and 12 hexadecimal digits. */
  readonly id: string;
  readonly command: string;
  /** Absolute path of the folder it was started in. */
  readonly cwd: string;
  readonly conversationId: string;
  /** On the clock of `performance.now()`, which nobody sets. */
  readonly startedAt: number;
  readonly output: BoundedText;
  readonly process: ShellProcess;
  /** All that was written to its input. */
  typed: string;
  /** Whether the model was told that it has ended. */
  endTold: boolean;
}

/** Every process the agent started, of all conversations; owned by the host. */
export class ProcessRegistry {
  readonly #table = new ProcessTable();
  readonly #running = new Set<ShellProcess>();
  readonly #sessions = new Map<string, ProcessSession>();
  #closed = false;

  /**
   * Starts a command that its caller waits for.
   * @throws the error of spawn(2)
   */
  async run(options: Omit<ShellProcessOptions, 'table'>): Promise<ShellProcess> {
    const process = await ShellProcess.start({ ...options, table: this.#table });
    this.#running.add(process);
    const forget = (): boolean => this.#running.delete(process);
    void process.finished.then(forget, forget);
    if (this.#closed) await process.end(0);
    return process;
  }

  /**
   * Starts a command in the background.
   * @throws the error of spawn(2); an error that says what to do when too many run already
   */
  async start(
    options: Pick<ShellProcessOptions, 'command' | 'cwd' | 'environment' | 'enclose'> & {
      conversationId: string;
    },
  ): Promise<ProcessSession> {
    this.#makeRoom();
    const { conversationId, ...rest } = options;
    const output = new BoundedText({ head: 0, tail: keptOutput });
    const process = await this.run({ ...rest, output, takesInput: true });
    const id = `proc_${randomBytes(6).toString('hex')}`;
    const { command, cwd } = options;
    const startedAt = performance.now();
    const session: ProcessSession = {
      id,
      command,
      cwd,
      conversationId,
      startedAt,
      output,
      process,
      typed: '',
      endTold: false,
    };
    this.#sessions.set(id, session);
    return session;
  }

  /** A session by its id, or by the beginning of it if only one begins so (at least 4 digits). */
  get(id: string): ProcessSession | undefined {
    const wanted = id.startsWith('proc_') ? id : `proc_${id}`;
    const exact = this.#sessions.get(wanted);
    if (exact || wanted.length < 'proc_0000'.length) return exact;
    const matches = this.list().filter((session) => session.id.startsWith(wanted));
    return matches.length === 1 ? matches[0] : undefined;
  }

  /** All background sessions known, oldest first. */
  list(): ProcessSession[] {
    return [...this.#sessions.values()];
  }

  /** What has ended of a conversation's background processes without its model being told; from now on it is. */
  takeEnded(conversationId: string): ProcessSession[] {
    const ended = this.list().filter(
      (session) =>
        session.conversationId === conversationId && session.process.exit && !session.endTold,
    );
    for (const session of ended) session.endTold = true;
    return ended;
  }

  /** Ids of all living processes that the agent started. */
  async pids(): Promise<Set<number>> {
    const trees = await Promise.all(
      [...this.#running].map(({ tree }) => livingProcesses(this.#table, tree)),
    );
    return new Set(trees.flat());
  }

  /** Ends everything, for good: what is started later ends at once. */
  async killAll(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running].map((process) => process.end(backgroundGraceMs)));
  }

  #makeRoom(): void {
    for (const session of this.list()) {
      if (this.#sessions.size < keptSessions) return;
      if (session.process.exit) this.#sessions.delete(session.id);
    }
    if (this.#sessions.size < keptSessions) return;
    throw new Error(
      `${keptSessions} background processes are running. End some with the process tool first.`,
    );
  }
}
