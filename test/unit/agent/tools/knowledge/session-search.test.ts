import { expect, test } from 'vitest';
import { createSessionSearchTool } from '../../../../../src/main/agent/tools/knowledge/session-search.ts';
import { callJson, contextFor } from '../support.ts';

test('session_search hands query and limit on and tells where and when', async () => {
  const asked: unknown[] = [];
  const tool = createSessionSearchTool({
    search: (query, limit) => {
      asked.push([query, limit]);
      const hit = { role: 'user' as const, snippet: 'the word', at: Date.UTC(2026, 0, 2) };
      return Promise.resolve([
        { ...hit, responseId: 'resp_1', conversation: 'garden' },
        { ...hit, responseId: 'resp_2', conversation: null },
      ]);
    },
  });
  const answer = await callJson(tool, { query: ' word ', limit: 3 }, contextFor('/'));
  expect(asked).toEqual([['word', 3]]);
  expect(answer).toEqual({
    query: 'word',
    count: 2,
    results: [
      { session: 'garden', when: '2026-01-02T00:00:00.000Z', role: 'user', snippet: 'the word' },
      { session: 'resp_2', when: '2026-01-02T00:00:00.000Z', role: 'user', snippet: 'the word' },
    ],
  });
});
