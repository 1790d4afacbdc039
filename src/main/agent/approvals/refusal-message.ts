import type { Risk } from '../tool.ts';
import type { ApprovalDecision } from './approvals.ts';

/** What the model reads when a call was refused: why, by whom, and what it may do instead. */
export function refusalMessage(risks: Risk[], { source }: ApprovalDecision): string {
  const reasons = risks.map((risk) => risk.reason).join('; ');
  switch (source) {
    case 'hardline':
      return `Refused: this ${reasons}. It is never allowed, whoever asks. Do not try another way to do the same.`;
    case 'mode':
      return (
        `Refused: this ${reasons}, which needs a person's approval, and approvals are set to "deny" here. ` +
        'Do not try another way to do the same; tell the user what you wanted to do and why.'
      );
    case 'timeout':
      return `Refused: this ${reasons}, and nobody answered the request for approval in time. Tell the user what you wanted to do.`;
    case 'run_ended':
      return 'Refused: the run was stopped.';
    case 'person':
    case 'saved':
      return `Refused by the user: this ${reasons}. Do not try another way to do the same; ask what to do instead.`;
  }
}
