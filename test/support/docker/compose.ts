import { parse } from 'yaml';
import { z } from 'zod';
import type { ContainerConfig } from './container.ts';

/** The part of the Compose specification that the pages use; anything else in a file is refused. */
const service = z.strictObject({
  image: z.string().optional(),
  ports: z.array(z.string().regex(/^\d+:\d+$/)).optional(),
  extra_hosts: z.array(z.string().regex(/^[\w.-]+[:=][\w.-]+$/)).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z
    .array(
      z.union([
        z.string().regex(/^[\w.-]+:\/[\w./-]+$/),
        z.strictObject({ type: z.literal('bind'), source: z.string(), target: z.string() }),
      ]),
    )
    .optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']).optional(),
});
const file = z.strictObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()).optional(),
});

/**
 * The containers that a Compose file starts, by the names of their services.
 * @param text the file
 * @param others what the same services have from a file that this one overrides
 * @throws when it is not as the specification says, or a service uses a volume that is not declared
 */
export function composed(
  text: string,
  others: Record<string, { image: string; env: Record<string, string> }> = {},
): Record<string, ContainerConfig> {
  const { services, volumes = {} } = file.parse(parse(text));
  return Object.fromEntries(
    Object.entries(services).map(([name, given]) => {
      const image = given.image ?? others[name]?.image;
      if (!image) throw new Error(`The service ${name} has no image`);
      const mounts = (given.volumes ?? []).map((volume): [string, string] => {
        if (typeof volume !== 'string') return [volume.source, volume.target];
        const [source = '', target = ''] = volume.split(':');
        if (!(source in volumes)) throw new Error(`The volume ${source} is not declared`);
        return [source, target];
      });
      const pairs = (texts: string[] | undefined, mark: RegExp): [string, string][] =>
        (texts ?? []).map((each) => each.split(mark) as [string, string]);
      return [
        name,
        {
          image,
          env: { ...others[name]?.env, ...given.environment },
          network: 'bridge',
          extraHosts: Object.fromEntries(pairs(given.extra_hosts, /[:=]/)),
          ports: pairs(given.ports, /:/).map(([host, inside]): [number, number] => [
            Number(host),
            Number(inside),
          ]),
          mounts,
        },
      ];
    }),
  );
}
