import type { ConfinementStatus } from '../../../shared/safety/confinement.ts';
import type { PlaceTable } from '../places/place-table.ts';

/** A program about to be started, as spawn(2) wants it. */
export interface Program {
  /** Name or path of the program. */
  file: string;
  args: readonly string[];
  /** Absolute path of an existing folder. */
  cwd: string;
  environment: Record<string, string>;
  /** What is run in its stead where it has a namespace of processes to itself. */
  inNamespace?: { file: string; args: readonly string[] };
}

/** For whom a program runs, and with how much of the wall opened. */
export interface Enclosure {
  /** Absolute path of the folder that it may change. */
  workspace: string;
  /** Whose private temporary folder it gets: a conversation's id, or a name of one of our own. */
  owner: string;
  /** Goes on while others run and the person works: a server, not a command that is waited for. */
  lasting?: boolean;
  /** May make user namespaces, as a browser does for its pages. */
  userNamespaces?: boolean;
  /** Runs outside, because a person said so for this very call. */
  outside?: boolean;
  /** In place of what the settings say: it is led to the network by us. */
  network?: 'open';
  /** Names of variables that hold secrets meant for this very program. */
  variables?: readonly string[];
  /** Secret places that a person opened for this very call, to be read; absolute. */
  open?: readonly string[];
}

/** What is to be spawned, and what is to be done once it has ended. */
export interface EnclosedProgram extends Omit<Program, 'inNamespace'> {
  /** The variables that the program itself finds; `environment` is for spawn(2) alone. */
  inside: Readonly<Record<string, string>>;
  /** Whether the wall is around it. */
  confined: boolean;
  /** Whether it has a namespace of processes to itself: all that it started ends when it ends. */
  ownsNamespace: boolean;
  /**
   * What the wall refused, in plain words, as far as the program's own complaints show it.
   * @param failed whether the program said so by its exit code
   */
  refusals(output: string, failed: boolean): string[];
  /**
   * To be called once it has ended, however it did; more calls do nothing. Takes away what it made
   * that would run code outside.
   * @returns what was taken away, in plain words
   */
  release(): Promise<string[]>;
}

/** Nothing may run: the person requires a wall, and there is none. */
export class ConfinementRequiredError extends Error {
  override readonly name = 'ConfinementRequiredError';

  constructor(readonly reason: string) {
    super(
      `Nothing was run: this host runs programs inside the wall only ("agent.confinement" is "required"), and the wall cannot be had. ${reason}`,
    );
  }
}

/** The wall around everything that the agent starts. */
export interface Confinement {
  /** How it stands; until it was tried out, `unavailable`. */
  readonly status: ConfinementStatus;
  /** How it stands, once it was tried out. Tries it out at the first call. */
  readonly ready: () => Promise<ConfinementStatus>;
  /**
   * Makes of a program one that runs inside the wall; where there is none, gives it as it is.
   * @throws {ConfinementRequiredError}
   */
  readonly enclose: (program: Program, enclosure: Enclosure) => Promise<EnclosedProgram>;
  /**
   * For what changes a workspace without a program of its own being started, as a call to a server
   * that runs does: takes away what was made from now on that would run code outside.
   * @returns to be called when it is over; gives what was taken away, in plain words
   */
  readonly watch: (enclosure: Pick<Enclosure, 'workspace' | 'owner'>) => () => Promise<string[]>;
  /**
   * What programs of a conversation see and may change where, for tools that do the same without a
   * program; undefined where no wall is around them: then they are judged as without one.
   */
  readonly places: (
    enclosure: Pick<Enclosure, 'workspace' | 'owner'>,
  ) => Promise<PlaceTable | undefined>;
  /** Calls the listener on every change of the status. Returns an unsubscribe function. */
  readonly onChange: (listener: () => void) => () => void;
  /** Resolves once it does nothing more by itself: a trial under way is over. */
  close(): Promise<void>;
  /** Removes a conversation's private folders and all that lies in them, unless a program still uses them. */
  readonly forget: (owner: string) => Promise<void>;
}
