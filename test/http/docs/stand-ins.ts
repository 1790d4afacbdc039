import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const start = z.object({
  program: z.string(),
  arguments: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
});

/** How a person has started a program. */
export type Start = z.infer<typeof start>;

/** Programs of others that a shell finds, without being installed: what they do is in this process. */
export interface StandIns {
  /** For the shell: begins with the folder in which they lie. */
  PATH: string;
  /** How they reach this process. */
  STAND_IN_URL: string;
  close(): Promise<void>;
}

/**
 * Puts these programs where a shell finds them.
 * @param programs by name: gives what the person sees; throws what the program fails with
 */
export async function putStandIns(
  programs: Record<string, (started: Start) => Promise<string>>,
): Promise<StandIns> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-programs-'));
  for (const name of Object.keys(programs)) {
    await symlink(path.join(import.meta.dirname, 'program.mjs'), path.join(folder, name));
  }
  const server = createServer((request, response) => {
    json(request)
      .then((body) => {
        const started = start.parse(body);
        return programs[started.program]!(started);
      })
      .then(
        (seen) => response.end(seen),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    PATH: `${folder}:${process.env['PATH']}`,
    STAND_IN_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await rm(folder, { recursive: true, force: true });
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
