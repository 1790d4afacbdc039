import { expect, it } from 'vitest';
import { readTold, tell } from '../../../../src/main/agent/remembered/told-turn.ts';
import type { ChatMessage } from '../../../../src/main/model/model.ts';

const calls = (...made: [id: string, args: string][]): ChatMessage => ({
  role: 'assistant',
  content: null,
  tool_calls: made.map(([id, args]) => ({
    id,
    type: 'function',
    function: { name: 'write_file', arguments: args },
  })),
});
const output = (id: string, content: string): ChatMessage => ({
  role: 'tool',
  tool_call_id: id,
  content,
});

it('a turn comes back as it was', () => {
  const own = [calls(['a', '{"path":"x"}']), output('a', 'found')];
  expect(readTold(tell({ before: [], own })!)).toEqual({ before: [], own });
});

it('a turn without tools is not kept', () => {
  expect(tell({ before: [], own: [{ role: 'assistant', content: 'Hi' }] })).toBeNull();
});

it('a turn keeps 64 KiB of outputs at most, the short ones whole', () => {
  const long = 'x'.repeat(100_000);
  const own = [
    calls(['a', '{}'], ['b', '{}'], ['c', '{}']),
    output('a', long),
    output('b', 'short'),
    output('c', long),
  ];
  const told = readTold(tell({ before: [], own })!);
  const outputs = told.own.slice(1).map(({ content }) => content as string);
  expect(outputs.join('').length).toBeLessThanOrEqual(64 * 1024);
  expect(outputs[1]).toBe('short');
  expect(outputs[0]).toMatch(/^x+\n\n\[… \d+ characters of this earlier call are no longer kept/);
  expect(tell({ before: [], own })).toBe(tell({ before: [], own }));
});

it('long texts in arguments are cut within their JSON, and pictures are only named', () => {
  const args = JSON.stringify({ path: 'x', content: 'y'.repeat(200_000) });
  const own: ChatMessage[] = [
    calls(['a', args]),
    output('a', 'ok'),
    {
      role: 'user',
      content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } }],
    },
  ];
  const json = tell({ before: [], own })!;
  expect(json.length).toBeLessThan(40_000);
  const [call] = (readTold(json).own[0] as { tool_calls: { function: { arguments: string } }[] })
    .tool_calls;
  expect(JSON.parse(call!.function.arguments)).toMatchObject({ path: 'x' });
  expect(readTold(json).own[2]!.content).toBe('[A picture, no longer kept.]');
});
