import { expect, it } from 'vitest';
import { normalize } from '../../../../src/main/server/middleware/normalize-url.ts';

it.each([
  ['/v1/models', '/models'],
  ['/models', '/models'],
  ['//models', '/models'],
  ['/v1//models', '/models'],
  ['//v1///models', '/models'],
  ['/v1/v1/chat/completions', '/chat/completions'],
  ['/v1/v1/v1/models', '/v1/models'],
  ['/v1/models?a=//b/v1', '/models?a=//b/v1'],
  ['/v1', '/'],
  ['/v1/', '/'],
  ['/v1?x', '/?x'],
  ['/', '/'],
  ['/v10/models', '/v10/models'],
  ['/models/v1/x', '/models/v1/x'],
  ['*', '*'],
  ['//a@b#', '/a@b'],
  ['/models?a#b?c', '/models?a'],
])('%s is answered as %s', (sent, answered) => {
  expect(normalize(sent)).toBe(answered);
});
