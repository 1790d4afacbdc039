import { usesReturns } from '../files/written-text.ts';
import { applyHunks } from './apply-hunks.ts';
import { replaceText, type Replaced, type Replacement } from './replace-text.ts';
import { differenceOf, sizeOf, unifiedDiff } from './unified-diff.ts';
import type { Hunk } from './v4a-patch.ts';

/** A change of one text. */
type Change =
  | { kind: 'replace'; replacement: Replacement }
  | { kind: 'hunks'; hunks: Hunk[] }
  /** The whole new text. */
  | { kind: 'text'; text: string };

/** A text, what to change in it, and its names for the diff; an undefined one is no file. */
export interface EditJob {
  text: string;
  change: Change;
  names: { before: string | undefined; after: string | undefined };
}

/** The text as it becomes and a unified diff of that; or why it cannot be changed so. */
export type EditOutcome = { text: string; diff: string } | { problem: string };

/** Does a change. Takes long for large texts and large changes. */
export function edit(job: EditJob): EditOutcome {
  const changed = change(job);
  if ('problem' in changed) return changed;
  const difference = differenceOf(job.text, changed.text);
  return { text: changed.text, diff: unifiedDiff(job.names, difference) };
}

/**
 * Does a change if that is quick.
 * @param limits `characters` of text and `lines` of difference that count as quick
 */
export function editIfQuick(
  job: EditJob,
  limits: { characters: number; lines: number },
): EditOutcome | undefined {
  if (job.text.length > limits.characters) return undefined;
  const changed = change(job);
  if ('problem' in changed) return changed;
  const difference = differenceOf(job.text, changed.text);
  if (sizeOf(difference) > limits.lines) return undefined;
  return { text: changed.text, diff: unifiedDiff(job.names, difference) };
}

/** In a text whose lines end with CRLF, the model may write LF: what it adds ends as the rest does. */
function change({ text, change: wanted }: EditJob): Replaced {
  if (wanted.kind === 'text') return { text: wanted.text };
  const endsWithReturn = usesReturns(text);
  const plain = endsWithReturn ? text.replaceAll('\r\n', '\n') : text;
  const changed =
    wanted.kind === 'hunks'
      ? applyHunks(plain, wanted.hunks)
      : replaceText(
          plain,
          text.includes('\r') && !endsWithReturn
            ? wanted.replacement
            : withoutReturns(wanted.replacement),
        );
  if ('problem' in changed || !endsWithReturn) return changed;
  return { text: changed.text.replaceAll('\n', '\r\n') };
}

function withoutReturns({ oldString, newString, all }: Replacement): Replacement {
  return {
    oldString: oldString.replaceAll('\r\n', '\n'),
    newString: newString.replaceAll('\r\n', '\n'),
    all,
  };
}
