import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginsWithSummary,
  summaryMessage,
  summaryOf,
  withSummary,
} from '../../../../src/main/agent/conversation/kept-summaries.ts';
import type { ChatMessage } from '../../../../src/main/model/model.ts';

const user = (content: string): ChatMessage => ({ role: 'user', content });
const answer = (content: string): ChatMessage => ({ role: 'assistant', content });
const calls = (id: string): ChatMessage => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, type: 'function', function: { name: 'look', arguments: '{}' } }],
});
const output = (id: string, content: string): ChatMessage => ({
  role: 'tool',
  tool_call_id: id,
  content,
});

/** Turns with calls whose outputs are so long. */
const conversation = (turns: number, length: number): ChatMessage[] =>
  Array.from({ length: turns }, (_, turn) => [
    user(`question ${turn}`),
    ...(length > 0 ? [calls(`c${turn}`), output(`c${turn}`, 'x'.repeat(length))] : []),
    answer(`answer ${turn}`),
  ]).flat();

describe('a summary', () => {
  it('stands for the same beginning in each later turn, wherever it was cut', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 0, max: 5 }),
        fc.nat(),
        (turns, more, place) => {
          const before = conversation(turns, 50);
          const cut = 1 + (place % (before.length - 1));
          const { content } = summaryMessage('They talked.', cut);
          const kept = summaryOf(before, cut, content as string)!;
          const now = conversation(turns + more, 50);
          expect(withSummary(now, [kept])).toEqual([{ role: 'user', content }, ...now.slice(cut)]);
        },
      ),
    );
  });

  it('stands whatever is put back of its turns', () => {
    const before = [...conversation(4, 5_000), user('now?')];
    const kept = summaryOf(before, 8, 'summary')!;
    for (const length of [1_000, 0]) {
      const now = [...conversation(6, length), user('now?')];
      const left = now.slice(now.findIndex(({ content }) => content === 'question 2'));
      expect(withSummary(now, [kept])).toEqual([user('summary'), ...left]);
    }
  });

  it('stands for nothing that was edited, or is no more there', () => {
    const before = conversation(4, 50);
    const kept = summaryOf(before, 8, 'summary')!;
    const edited = [user('another'), ...conversation(6, 50).slice(1)];
    expect(withSummary(edited, [kept])).toEqual(edited);
    const shorter = before.slice(0, 7);
    expect(withSummary(shorter, [kept])).toEqual(shorter);
    expect(withSummary([], [kept])).toEqual([]);
  });

  it('the latest that fits goes before', () => {
    const before = conversation(6, 0);
    const [early, late] = [4, 8].map((cut) => summaryOf(before, cut, `first ${cut}`)!);
    expect(withSummary(before, [early!, late!])).toEqual([user('first 8'), ...before.slice(8)]);
    const edited = before.with(5, answer('another'));
    expect(withSummary(edited, [early!, late!])).toEqual([user('first 4'), ...edited.slice(4)]);
  });

  it('is known as one, and nothing is kept of what has no words of a person', () => {
    expect(beginsWithSummary([summaryMessage('x', 3), answer('y')])).toBe(true);
    expect(beginsWithSummary([user('x')])).toBe(false);
    expect(beginsWithSummary([])).toBe(false);
    expect(summaryOf([answer('a'), answer('b')], 1, 'x')).toBeUndefined();
  });
});
