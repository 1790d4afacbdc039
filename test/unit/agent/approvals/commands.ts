import { askedInsideWall } from './commands/asked-inside-wall.ts';
import { disguisedApproval, undisguised } from './commands/disguised-approval.ts';
import { disguisedHardline } from './commands/disguised-hardline.ts';
import { disguisedPrograms } from './commands/disguised-programs.ts';
import { disguisedShell } from './commands/disguised-shell.ts';
import { everyday } from './commands/everyday.ts';
import { hardline as plainHardline } from './commands/hardline.ts';
import { hardlineSpellings } from './commands/hardline-spellings.ts';
import { harmless as plainHarmless } from './commands/harmless.ts';
import { needsApproval as plainApproval } from './commands/needs-approval.ts';

/**
 * Commands and how they must be judged, for a person `ada` whose workspace is `~/Hermes` and whose
 * agent started the process 100.
 */
export const hardline = [...plainHardline, ...disguisedHardline, ...hardlineSpellings];
export const harmless = [...plainHarmless, ...undisguised];
export const needsApproval = [...plainApproval, ...disguisedApproval];
/** Asked or refused where no wall holds what a command does. */
export const disguised = [...disguisedPrograms, ...disguisedShell];
/** Never asked inside the wall. */
export { everyday };
/** Asked inside the wall too. */
export { askedInsideWall };
export { windows } from './commands/windows.ts';
