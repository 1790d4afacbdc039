import { expect, it } from 'vitest';
import { packed, unpacked } from '../../../src/main/store/long-texts.ts';

it('hands long texts over as bytes, and gives every statement back as it was', () => {
  const long = `\u{feff}${'ä😀"\n'.repeat(400_000)}`;
  const statements = [
    { sql: 'SELECT 1' },
    { sql: 'INSERT …', args: { id: 'short', text: long, count: 3, none: null } },
  ];
  const { statements: sent, handedOver } = packed(statements);
  expect(handedOver).toHaveLength(1);
  expect(unpacked(structuredClone(sent, { transfer: handedOver }))).toEqual(statements);
});
