import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callTools } from '../../../../src/main/agent/loop/call-tools.ts';
import { defineTool } from '../../../../src/main/agent/tool.ts';
import { createCallPaths } from '../../../../src/main/agent/tools/files/call-paths.ts';
import { deciding } from '../loop-support.ts';

describe('10,000 calls in one reply', () => {
  const quick = defineTool({
    name: 'quick',
    description: '',
    parameters: z.object({ n: z.int() }),
    summarize: () => '',
    execute: ({ n }) => Promise.resolve({ output: `answer ${n}` }),
  });

  it.each(['quick', 'unknown'])('of %s leave the rest of the host its turns', async (name) => {
    const calls = Array.from({ length: 10_000 }, (_, n) => ({
      id: `call_${n}`,
      name,
      arguments: JSON.stringify({ n }),
    }));
    let turns = 0;
    let next = setImmediate(function turn() {
      turns += 1;
      next = setImmediate(turn);
    });
    const messages = await callTools(calls, {
      tools: new Map([['quick', quick]]),
      approvals: deciding({ answer: 'deny', source: 'mode' }),
      context: {
        workspace: '/',
        runId: 'run',
        conversationId: 'conversation',
        signal: new AbortController().signal,
      },
      callPaths: () => createCallPaths('/', { home: '/home/ada', dataDir: '/data' }),
      client: 'test',
      asked: '',
      redactKeys: (text) => text,
      emit: () => {},
    });
    clearImmediate(next);
    expect(messages).toHaveLength(10_000);
    expect(messages.at(-1)).toMatchObject({ tool_call_id: 'call_9999' });
    // At least one for 16 times 20 calls.
    expect(turns).toBeGreaterThanOrEqual(30);
  });
});
