import { expect, test } from 'vitest';
import { decisionText, troubleText } from '../../../../src/renderer/pages/activity/words.ts';
import { tokens } from '../../../../src/renderer/format.ts';
import { noUsage } from '../../../../src/shared/run-events.ts';

const decision = { at: 1, covered: [], reason: '', by: null };

test.each([
  [
    { answer: 'always', source: 'saved', covered: ['publish: git push in any folder'] },
    'Ran without asking: always allowed: git push in any folder — publish',
  ],
  [
    { answer: 'conversation', source: 'saved', covered: ['publish: git push'] },
    'Ran without asking: allowed for this conversation: git push — publish',
  ],
  [{ answer: 'once', source: 'mode' }, 'Ran without asking: the approvals mode allows everything'],
  [{ answer: 'once', source: 'person' }, 'Allowed once by you'],
  [
    { answer: 'once', source: 'person', by: 'curl/8.5.0' },
    'Allowed once over the API, through curl/8.5.0',
  ],
  [{ answer: 'deny', source: 'nobody' }, 'Denied because nobody was there to be asked'],
] as const)('%o is said as “%s”', (given, text) => {
  expect(decisionText({ ...decision, ...given })).toBe(text);
});

test('calls that came to nothing are counted in words', () => {
  expect(troubleText({ refused: 1, timed_out: 2, failed: 0 })).toBe('1 refused, 2 timed out');
  expect(troubleText({ refused: 0, timed_out: 0, failed: 0 })).toBe('');
});

test('tokens are those of the prompt, the cached ones among them, and the answer', () => {
  const usage = { ...noUsage, inputTokens: 3180, cachedInputTokens: 2900, outputTokens: 92 };
  expect(tokens(usage)).toBe('3,180 prompt, 2,900 cached, 92 answer tokens');
  expect(tokens({ ...usage, estimated: true })).toBe(
    'about 3,180 prompt, 92 answer tokens (estimated)',
  );
});
