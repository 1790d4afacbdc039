import { clouds } from '../others/clouds.ts';
import { containers } from '../others/containers.ts';
import { databases } from '../others/databases.ts';
import { network } from '../others/network.ts';
import { disks } from '../machine/disks.ts';
import { processes } from '../machine/processes.ts';
import { secretStores } from '../machine/secret-stores.ts';
import { system } from '../machine/system.ts';
import { builtins } from '../starting/builtins.ts';
import { interpreters } from '../starting/interpreters.ts';
import { launchers } from '../starting/launchers.ts';
import { archives } from '../work/archives.ts';
import { editors } from '../work/editors.ts';
import { files } from '../work/files.ts';
import { git } from '../work/git.ts';
import { packages } from '../work/packages.ts';
import { tasks } from '../work/tasks.ts';
import { text } from '../work/text.ts';
import { tools } from '../work/tools.ts';
import { createProgramTable, type ProgramTable } from './table.ts';

/** Every program that is known. */
export function allPrograms(): ProgramTable {
  return createProgramTable([
    builtins,
    launchers,
    interpreters,
    files,
    archives,
    text,
    editors,
    git,
    packages,
    tasks,
    tools,
    network,
    containers,
    clouds,
    databases,
    disks,
    system,
    processes,
    secretStores,
  ]);
}
