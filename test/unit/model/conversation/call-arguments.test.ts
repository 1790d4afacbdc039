import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  gluedObjects,
  objectIn,
  sendableArguments,
} from '../../../../src/main/model/conversation/call-arguments.ts';

test.each([
  ['{"a":1}', '{"a":1}'],
  ['{ "a": 1 }', '{ "a": 1 }'],
  ['', '{}'],
  ['  ', '{}'],
  ['{"command": "echo "hi""}', '{"command": "echo \\"hi\\""}'],
  ["{command: 'ls',}", '{"command": "ls"}'],
  ['{"a": ', '{"a": null}'],
  ['{"a":1}{"a":2}', '{}'],
  ['[1, 2]', '{}'],
  ['"text"', '{}'],
  ['null', '{}'],
  ['ls -la', '{}'],
])('arguments %j are sent as %j', (text, sent) => {
  expect(sendableArguments(text)).toBe(sent);
});

test('whatever a model writes, a service gets one JSON object, the same each time', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const sent = sendableArguments(text);
      expect(objectIn(sent)).toBeDefined();
      expect(sendableArguments(sent)).toBe(sent);
    }),
  );
});

test('arguments that are as they should be are sent byte for byte', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = JSON.stringify(value, undefined, 1);
      expect(sendableArguments(text)).toBe(text);
    }),
  );
});

test.each([
  ['{"a":1}{"a":2}{"a":"}"}', 3],
  ['{"a":1}\n{"a":2}', 2],
  ['{"a":{"b":"\\"{"}}', 1],
  ['{"a":1} and', 0],
  ['{"a":1}{', 0],
  ['"{}"', 0],
  ['}{', 0],
])('in %j stand %i objects one after the other', (text, count) => {
  expect(gluedObjects(text)).toBe(count);
});
