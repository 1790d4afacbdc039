import { expect, test } from 'vitest';
import {
  ToolCallAccumulator,
  type ToolCallDelta,
} from '../../../../../src/main/model/upstream/chat/tool-call-accumulator.ts';

function callsFrom(...deltas: ToolCallDelta[]): { id: string; name: string; arguments: string }[] {
  const accumulator = new ToolCallAccumulator();
  for (const delta of deltas) accumulator.add(delta);
  return accumulator.calls();
}

const fn = (name?: string, args?: unknown): { name?: string; arguments?: unknown } => ({
  name,
  arguments: args,
});

test('pieces of several calls may come in any mixture', () => {
  expect(
    callsFrom(
      { index: 0, id: 'a', function: fn('f', '') },
      { index: 1, id: 'b', function: fn('g', '') },
      { index: 0, function: fn(undefined, '{"x"') },
      { index: 1, function: fn(undefined, '{"y":2}') },
      { index: 0, function: fn(undefined, ':1}') },
    ),
  ).toEqual([
    { id: 'a', name: 'f', arguments: '{"x":1}' },
    { id: 'b', name: 'g', arguments: '{"y":2}' },
  ]);
});

test('one index with a new id and a name is another call', () => {
  expect(
    callsFrom(
      { index: 0, id: 'a', function: fn('f', '{"x":1}') },
      { index: 0, id: 'b', function: fn('f', '{"x"') },
      { index: 0, function: fn(undefined, ':2}') },
    ),
  ).toEqual([
    { id: 'a', name: 'f', arguments: '{"x":1}' },
    { id: 'b', name: 'f', arguments: '{"x":2}' },
  ]);
});

test('a new id without a name belongs to the call before', () => {
  expect(
    callsFrom(
      { index: 0, id: 'a', function: fn('f', '{"x"') },
      { index: 0, id: 'chunk-2', function: fn(undefined, ':1}') },
    ),
  ).toEqual([{ id: 'a', name: 'f', arguments: '{"x":1}' }]);
});

test('without an index, calls are told apart by id', () => {
  expect(
    callsFrom(
      { id: 'a', function: fn('f', '{"x"') },
      { id: 'b', function: fn('g', '{"y"') },
      { id: 'a', function: fn(undefined, ':1}') },
      { id: 'b', function: fn(undefined, ':2}') },
    ),
  ).toMatchObject([{ arguments: '{"x":1}' }, { arguments: '{"y":2}' }]);
});

test('without index and id, complete arguments end a call', () => {
  const calls = callsFrom(
    { function: fn('f', '{"x"') },
    { function: fn('f', ':1}') },
    { function: fn('f', '{"x":2}') },
  );
  expect(calls).toMatchObject([
    { name: 'f', arguments: '{"x":1}' },
    { name: 'f', arguments: '{"x":2}' },
  ]);
  expect(new Set(calls.map((call) => call.id)).size).toBe(2);
});

test('arguments may be an object, or left out', () => {
  expect(
    callsFrom(
      { index: 0, id: 'a', function: fn('f', { x: [1] }) },
      { index: 1, id: 'b', function: fn('g') },
      { index: 2, id: 'c', function: fn('h', null) },
    ),
  ).toMatchObject([{ arguments: '{"x":[1]}' }, { arguments: '{}' }, { arguments: '{}' }]);
});

test('a name may come in pieces, or again and again', () => {
  expect(
    callsFrom(
      { index: 0, id: 'a', function: fn('get_') },
      { index: 0, function: fn('weather', '') },
      { index: 1, id: 'b', function: fn('f', '') },
      { index: 1, id: 'b', function: fn('f', '{}') },
    ),
  ).toMatchObject([{ name: 'get_weather' }, { name: 'f' }]);
});

test('ids that are empty, numbers or given twice become different texts', () => {
  const ids = callsFrom(
    { index: 0, id: '', function: fn('f', '{}') },
    { index: 1, id: 7, function: fn('f', '{}') },
    { index: 2, id: 'same', function: fn('f', '{}') },
    { index: 3, id: 'same', function: fn('f', '{}') },
  ).map((call) => call.id);
  expect(ids).toEqual([
    expect.stringMatching(/^call_/),
    '7',
    'same',
    expect.stringMatching(/^call_/),
  ]);
});

test('pieces without any name are no call', () => {
  expect(callsFrom({ index: 0, id: 'a', function: fn(undefined, '{}') }, {})).toEqual([]);
});
