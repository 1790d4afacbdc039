import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Place, StartedClient } from './client.ts';
import { startDriver } from './driver.ts';
import { installNpm, installPython, type Installed } from './installed.ts';

const scripts = path.resolve(import.meta.dirname, '../../../clients/libraries/drivers');

/**
 * A Python library and the script that asks with it.
 * @param script of `test/clients/libraries/drivers`
 */
export function pythonDriver(
  script: string,
  packages: string[],
  args: string[] = [],
): (place: Place) => Promise<StartedClient> {
  return async (place) => {
    const installed = await installPython(packages);
    return startDriver(installed, ['python', path.join(scripts, script), ...args], place);
  };
}

/** A library from npm and the script that asks with it; see `pythonDriver`. */
export function npmDriver(
  script: string,
  packages: string[],
): (place: Place) => Promise<StartedClient> {
  return async (place) => {
    const installed = await installNpm(packages);
    return startDriver(installed, ['node', await besidePackages(script, installed)], place);
  };
}

/** Node looks for packages from where a script lies. */
async function besidePackages(script: string, { folder }: Installed): Promise<string> {
  for (const name of ['job.mjs', script]) {
    await copyFile(path.join(scripts, name), path.join(folder, name));
  }
  return path.join(folder, script);
}
