import { expect, it } from 'vitest';
import {
  itemId,
  parseItemId,
  responseIdOf,
  runIdOf,
} from '../../../../src/main/server/routes/responses/output/item-ids.ts';

it('makes ids that lead back to where the item stands', () => {
  const responseId = responseIdOf('run_0123456789abcdef0123456789abcdef');
  expect(runIdOf(responseId)).toBe('run_0123456789abcdef0123456789abcdef');
  const output = { responseId, list: 'output', index: 12 } as const;
  expect(itemId('message', output)).toMatch(/^msg_/);
  expect(parseItemId(itemId('message', output))).toEqual(output);
  const input = { responseId, list: 'input', index: 1234 } as const;
  expect(parseItemId(itemId('function_call_output', input))).toEqual(input);
});

it.each(['', 'msg_', 'msg_1', 'call_abc', 'resp_0123o000', "msg_';--o000"])(
  'knows nothing of the id %j',
  (id) => {
    expect(parseItemId(id)).toBeUndefined();
  },
);
