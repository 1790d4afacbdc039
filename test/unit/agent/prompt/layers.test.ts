import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differInDigits,
  isMoving,
  layerMessages,
  type Layers,
} from '../../../../src/main/agent/prompt/layers.ts';
import type { ChatMessage } from '../../../../src/main/model/model.ts';

const layers: Layers = {
  core: 'CORE',
  context: '# Environment\nDate: 2026-11-20',
  firstLayer: 'Speak like a pirate.',
  layer: 'Speak like a pirate.',
  mark: 'a1',
  keepsSystemMessages: false,
};
const user = (content: string): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });
const block = '<hermes-context id="a1">\n';

describe('what belongs to a conversation', () => {
  it('stands at the head of the first user message, behind a core that never changes', () => {
    const asked = user('Again');
    const sent = layerMessages([user('Hi'), assistant('Hello'), asked], asked, layers);
    expect(sent).toEqual([
      { role: 'system', content: 'CORE' },
      user(
        `${block}# Environment\nDate: 2026-11-20\n\n# Instructions of the user's program\nSpeak like a pirate.\n</hermes-context>\n\nHi`,
      ),
      assistant('Hello'),
      user('Again'),
    ]);
  });

  it('is a second system message for a service that keeps every one', () => {
    const asked = user('Hi');
    const sent = layerMessages([asked], asked, { ...layers, keepsSystemMessages: true });
    expect(sent.map(({ role }) => role)).toEqual(['system', 'system', 'user']);
    expect(sent[1]!.content).toContain('Speak like a pirate.');
    expect(sent[2]).toEqual(asked);
  });

  it('leaves pictures in the message before which it stands', () => {
    const picture = { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,AA' } };
    const asked: ChatMessage = { role: 'user', content: [picture] };
    const sent = layerMessages([asked], asked, layers);
    expect(sent[1]!.content).toEqual([
      { type: 'text', text: expect.any(String) as string },
      picture,
    ]);
  });
});

describe("a client's layer", () => {
  it('that holds the time stands at the head of the message that is to be answered', () => {
    const asked = user('Again');
    const layer = 'Be brief. It is 10:11.';
    const sent = layerMessages([user('Hi'), assistant('Hello'), asked], asked, {
      ...layers,
      firstLayer: 'Be brief. It is 10:10.',
      layer,
    });
    expect(sent[1]!.content).not.toContain('Be brief');
    expect(sent.at(-1)).toEqual(
      user(`${block}# Instructions of the user's program\n${layer}\n</hermes-context>\n\nAgain`),
    );
  });

  it('whose date has changed stays as it was, and is told anew before the last message', () => {
    const asked = user('Again');
    const sent = layerMessages([user('Hi'), asked], asked, {
      ...layers,
      firstLayer: 'Today is 2026-11-20.',
      layer: 'Today is 2026-11-21.',
    });
    expect(sent[1]!.content).toContain('Today is 2026-11-20.');
    expect(sent[2]!.content).toMatch(/as of now\nToday is 2026-11-21\..*\n\nAgain$/s);
  });

  it('that became another one takes the place of the first', () => {
    const asked = user('Again');
    const sent = layerMessages([user('Hi'), asked], asked, { ...layers, layer: 'Speak Latin.' });
    expect(sent[1]!.content).toContain('Speak Latin.');
    expect(sent[1]!.content).not.toContain('pirate');
    expect(sent[2]).toEqual(asked);
  });

  it.each([
    ['Current time: 14:05', true],
    ['It is 2:05 pm in Berlin', true],
    ['The time is 3 PM.', true],
    ['2026-11-20T14:05:11Z', true],
    ['Current date: 2026-11-20', false],
    ['You are ChatGPT, version 4.1', false],
    ['Use a ratio of 16:90', false],
    [`${'x'.repeat(4_000)} 14:05`, false],
  ])('moves if it holds the time of day: %.40s', (layer, moves) => {
    expect(isMoving(layer)).toBe(moves);
  });

  it('differs in digits alone from what it was a day before', () => {
    expect(differInDigits('Today is 2026-11-20.', 'Today is 2026-11-21.')).toBe(true);
    expect(differInDigits('Be brief.', 'Be brief.')).toBe(false);
    expect(differInDigits('Use 2 words.', 'Use 2 lines.')).toBe(false);
  });
});

describe('the next turn', () => {
  /** A request as a service reads it, without what moves. */
  const rendered = (messages: readonly ChatMessage[]): string[] =>
    messages.map(({ role, content }) => `${role}: ${JSON.stringify(content)}`);
  const text = fc.string({ maxLength: 40 });
  const time = fc.constantFrom('10:11', '23:59', '0:05');

  it('begins with all that the one before sent, but for what moves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 }),
        fc.option(time, { nil: undefined }),
        text,
        fc.boolean(),
        (turns, clock, words, keepsSystemMessages) => {
          const layerAt = (turn: number): string =>
            clock === undefined ? words : `${words} It is ${clock}:0${turn}.`;
          const conversation: ChatMessage[] = [];
          let before: string[] = [];
          for (const [turn, [question, answer]] of turns.entries()) {
            const asked = user(question);
            conversation.push(asked);
            const sent = layerMessages(conversation, asked, {
              ...layers,
              firstLayer: layerAt(0),
              layer: layerAt(turn),
              keepsSystemMessages,
            });
            const lines = rendered(sent);
            expect(lines.slice(0, before.length)).toEqual(before);
            conversation.push(assistant(answer));
            // What moved stands before the last message alone.
            const moved = isMoving(layerAt(turn));
            before = moved ? lines.slice(0, -1) : lines;
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
