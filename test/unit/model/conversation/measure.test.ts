import { expect, test } from 'vitest';
import {
  estimateTokens,
  renderContent,
  textOf,
} from '../../../../src/main/model/conversation/measure.ts';
import type { ChatMessage } from '../../../../src/main/model/model.ts';

const picture: ChatMessage = {
  role: 'user',
  content: [
    { type: 'text', text: 'Look' },
    { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(4000)}` } },
    { type: 'text', text: 'here' },
  ],
};

test('the text of a message is that of its text parts', () => {
  expect(textOf(picture)).toBe('Look\nhere');
  expect(textOf({ content: 'Hi' })).toBe('Hi');
  expect(textOf({ content: null })).toBe('');
});

test('what a message holds names its pictures', () => {
  expect(renderContent(picture)).toBe('Look\n[image_url]\nhere');
});

test('tokens are estimated from messages and tools, and pictures are not counted', () => {
  const text: ChatMessage = { role: 'user', content: 'x'.repeat(35_000) };
  expect(estimateTokens([text])).toBeGreaterThan(9_990);
  expect(estimateTokens([text])).toBeLessThan(10_010);
  expect(estimateTokens([picture])).toBeLessThan(20);
  const description = 'x'.repeat(3500);
  const tool = { type: 'function' as const, function: { name: 'f', description } };
  const withTool = estimateTokens([text], [tool]) - estimateTokens([text]);
  expect(withTool).toBeGreaterThan(1_000);
  expect(withTool).toBeLessThan(1_050);
});
