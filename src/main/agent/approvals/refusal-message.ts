import type { Risk } from '../tool.ts';
import type { ApprovalDecision } from './approvals.ts';

/** What the model reads when a call was refused: what was dangerous, who decided, what to do instead. */
export function refusalMessage(risks: readonly Risk[], decision: ApprovalDecision): string {
  const hardline = risks.filter(({ level }) => level === 'hardline');
  const shown = decision.source === 'hardline' ? hardline : risks;
  const reasons = [...new Set(shown.map(({ reason }) => reason))].join('; ');
  return `Refused, and nothing was done: this call ${reasons}. ${advice(decision)}`;
}

/** What the model reads when a call was allowed, and by then would do something else as well. */
export function changedMessage(fresh: readonly Risk[]): string {
  const reasons = [...new Set(fresh.map(({ reason }) => reason))].join('; ');
  return `Refused, and nothing was done: what this call leads to changed while it waited for approval. By now it also ${reasons}. Call it again to have it judged anew.`;
}

function advice({ source, reason }: ApprovalDecision): string {
  switch (source) {
    case 'hardline':
      return 'This is never allowed, whatever the settings. Do not try it in another way; tell the user.';
    case 'person':
      return reason
        ? `The user said no, and says why: "${reason}" Do what follows from that, and do not try the same in another way.`
        : 'The user said no. Do not try it in another way; ask what they would like instead.';
    case 'timeout':
      return 'It needs the approval of the user, who did not answer in time. Go on without it, or say what you need it for.';
    case 'run_ended':
      return 'The run was ended while it waited for approval.';
    case 'nobody':
      return 'It needs approval, and nobody is there to be asked. Do what you can without it, and tell the user what they could run themselves.';
    case 'mode':
    case 'saved':
      return 'It needs approval, and Hermes Tray is set to approve nothing (Settings › Agent › Approvals). Do what you can without it, and tell the user what they could run themselves.';
  }
}
