import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseBeside, stringifyBeside } from '../../../src/main/store/shared-strings.ts';

it('gives back what it was given, whatever stands beside it', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('\u0001', '\u00010', '\u0001\u00011', 'a text that is long enough to share'),
  );
  const json = fc.jsonValue({ stringUnit: 'binary' });
  fc.assert(
    fc.property(fc.array(fc.oneof(text, json)), fc.array(fc.oneof(text, json)), (value, beside) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown;
      expect(parseBeside(stringifyBeside(value, beside), beside)).toEqual(plain);
    }),
  );
});

it('writes a long string once', () => {
  const answer = 'an answer '.repeat(100);
  const json = stringifyBeside({ text: answer, also: [answer] }, [{ content: answer }]);
  expect(json.length).toBeLessThan(60);
});
