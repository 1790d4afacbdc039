import { expect, it } from 'vitest';
import { createAnswersUnderWay } from '../../../../src/main/agent/light/answers-under-way.ts';

const minute = 60_000;
const { signal } = new AbortController();

it('who waits goes on when the last answer is over, however it ends', async () => {
  const answers = createAnswersUnderWay();
  await answers.over(signal, minute);
  const ends: (() => void)[] = [];
  const under = [0, 1].map(() =>
    answers.during(
      () =>
        new Promise<void>((resolve, reject) => {
          ends.push(ends.length === 0 ? resolve : () => reject(new Error('broken off')));
        }),
    ),
  );
  let isOver = false;
  const over = answers.over(signal, minute).then(() => {
    isOver = true;
  });
  ends[0]!();
  await under[0];
  expect(isOver).toBe(false);
  ends[1]!();
  await expect(under[1]).rejects.toThrow('broken off');
  await over;
  expect(isOver).toBe(true);
});

it('who waits goes on after a while, and ends with its signal', async () => {
  const answers = createAnswersUnderWay();
  const abort = new AbortController();
  void answers.during(() => new Promise(() => {}));
  await answers.over(signal, 5);
  const over = answers.over(abort.signal, minute);
  abort.abort(new Error('gone'));
  await expect(over).rejects.toThrow('gone');
});
