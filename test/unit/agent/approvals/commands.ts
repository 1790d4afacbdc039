/**
 * Commands and how they must be judged, for a person `ada` whose workspace is `~/Hermes` and whose
 * agent started the process 100.
 */
export { hardline } from './commands/hardline.ts';
export { harmless } from './commands/harmless.ts';
export { needsApproval } from './commands/needs-approval.ts';
export { windows } from './commands/windows.ts';
