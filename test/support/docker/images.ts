import { fetchWithin, type ContainerConfig, type Fetch } from './container.ts';

/** A program in an image: what the person sees of it. */
export type Program = (env: Record<string, string>, fetch: Fetch) => Promise<string>;

/** What an image's documentation says of it. */
export interface Image {
  /** Where its program listens, in the container. */
  port: (env: Record<string, string>) => number;
  /** Where what it keeps lies. */
  data?: string;
  /** What it does once it is started. */
  program: Program;
}

/**
 * Does what the container would do.
 * @returns what its person sees
 * @throws what stops it: a port that leads nowhere, a volume where nothing is kept, its program's error
 */
export async function runContainer(config: ContainerConfig, image: Image): Promise<string> {
  const port = image.port(config.env);
  if (config.network === 'bridge' && !config.ports.some(([, inside]) => inside === port)) {
    throw new Error(`${config.image} listens on ${port}, which is not published`);
  }
  for (const [, target] of config.mounts) {
    if (target !== image.data) throw new Error(`${config.image} keeps nothing in ${target}`);
  }
  return image.program(config.env, fetchWithin(config));
}
