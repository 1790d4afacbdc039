import type { Folders } from '../places/folders.ts';

/** Where a command would run. */
export interface CommandEnvironment extends Folders {
  /** Absolute folder the command starts in. */
  cwd: string;
  /** Variables that earlier commands of the conversation have set. */
  variables?: Readonly<Record<string, string>>;
  /** Processes the agent started itself; ending those needs nobody's word. */
  ownPids: ReadonlySet<number>;
  platform: NodeJS.Platform;
  /** Whether a wall holds what the command does. */
  wall: boolean;
  /** What is typed into the command while it runs. */
  typed?: string;
}
