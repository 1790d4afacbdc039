import type { Logger } from '../../log/logger.ts';
import type { ConfinementStatus } from '../../../shared/safety/confinement.ts';
import type { Settings } from '../../../shared/settings.ts';
import {
  ConfinementRequiredError,
  type Confinement,
  type EnclosedProgram,
  type Program,
} from './confinement.ts';
import type { Resolve } from '../network/address-guard.ts';
import { createListedHosts } from '../network/listed-hosts.ts';
import { createBubblewrap } from './linux/bubblewrap.ts';
import { createSeatbelt } from './macos/seatbelt.ts';
import type { ConfinementSystem } from './system.ts';

export interface ConfinementOptions {
  platform: NodeJS.Platform;
  home: string;
  dataDir: string;
  environment: () => NodeJS.ProcessEnv;
  settings: () => Settings['agent'];
  logger: Logger;
  /** What names of hosts stand for. Default: what this computer says. */
  resolveName?: Resolve;
  /** Default: that of the platform. */
  system?: ConfinementSystem;
}

const untried: ConfinementStatus = {
  state: 'unavailable',
  reason: 'It is being tried out.',
  trying: true,
};

/**
 * The wall of this host. It is tried out once, at the first need or when `ready` is called; the
 * settings are read at each use, so that a change holds from the next program on.
 */
export function createConfinement(options: ConfinementOptions): Confinement {
  const { logger } = options;
  const system = options.system ?? systemOf(options);
  const listeners = new Set<() => void>();
  let probing: Promise<void> | undefined;
  let probed: ConfinementStatus = untried;

  const status = (): ConfinementStatus =>
    options.settings().confinement === 'off'
      ? { state: 'off', reason: 'You switched it off.' }
      : probed;

  const probe = async (): Promise<void> => {
    try {
      const result = await system?.probe();
      if (result?.holds) probed = { state: 'on', reason: `It is held by ${result.by}.` };
      else probed = { state: 'unavailable', reason: result?.reason ?? none(options.platform) };
    } catch (error) {
      probed = { state: 'unavailable', reason: `It failed: ${(error as Error).message}` };
      logger.error('The wall could not be tried out', { error });
    }
    if (probed.state === 'on') logger.info(`The wall is on. ${probed.reason}`);
    else logger.warn(`There is no wall. ${probed.reason}`);
    for (const listener of listeners) listener();
  };

  const ready = async (): Promise<ConfinementStatus> => {
    if (options.settings().confinement !== 'off') await (probing ??= probe());
    return status();
  };

  return {
    get status() {
      return status();
    },
    ready,
    async enclose(program, enclosure) {
      const { state, reason } = await ready();
      if (enclosure.outside || state === 'off') return asItIs(program);
      if (state === 'on' && system) return system.enclose(program, enclosure);
      if (options.settings().confinement === 'required') throw new ConfinementRequiredError(reason);
      return asItIs(program);
    },
    async places(enclosure) {
      const { state } = await ready();
      return state === 'on' && system ? system.places(enclosure) : undefined;
    },
    watch(enclosure) {
      if (status().state !== 'on' || !system) return () => Promise.resolve([]);
      return system.watch(enclosure);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await probing;
      await system?.close();
    },
    forget: (owner) => system?.forget(owner) ?? Promise.resolve(),
  };
}

function systemOf(options: ConfinementOptions): ConfinementSystem | undefined {
  const { home, dataDir, environment } = options;
  const parts = {
    home,
    dataDir,
    letIn: () => options.settings().letIn,
    network: () => options.settings().network,
    guard: createListedHosts(() => options.settings().networkHosts, options.resolveName),
  };
  if (options.platform === 'linux') return createBubblewrap({ ...parts, environment });
  return options.platform === 'darwin' ? createSeatbelt(parts) : undefined;
}

function none(platform: NodeJS.Platform): string {
  const name = platform === 'win32' ? 'Windows' : platform;
  return `On ${name} there is nothing to make it of. Commands run with all your rights; dangerous ones ask first.`;
}

function asItIs(program: Program): EnclosedProgram {
  return {
    file: program.file,
    args: program.args,
    cwd: program.cwd,
    environment: program.environment,
    inside: program.environment,
    ownsNamespace: false,
    confined: false,
    refusals: () => [],
    release: () => Promise.resolve([]),
  };
}
