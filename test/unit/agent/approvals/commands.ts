import { disguisedApproval, undisguised } from './commands/disguised-approval.ts';
import { disguisedHardline } from './commands/disguised-hardline.ts';
import { hardline as plainHardline } from './commands/hardline.ts';
import { harmless as plainHarmless } from './commands/harmless.ts';
import { needsApproval as plainApproval } from './commands/needs-approval.ts';

/**
 * Commands and how they must be judged, for a person `ada` whose workspace is `~/Hermes` and whose
 * agent started the process 100.
 */
export const hardline = [...plainHardline, ...disguisedHardline];
export const harmless = [...plainHarmless, ...undisguised];
export const needsApproval = [...plainApproval, ...disguisedApproval];
export { windows } from './commands/windows.ts';
