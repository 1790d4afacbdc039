import { expect, test } from 'vitest';
import { describeUpstreamFailure } from '../../../../../src/main/model/upstream/errors/upstream-failure.ts';

const service = {
  label: 'OpenRouter',
  baseUrl: 'https://openrouter.ai/api/v1',
  model: 'm',
  hasKey: true,
};

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

test.each([
  ['ENOTFOUND', 'connection', true, /address of OpenRouter \(https.*\) cannot be found/],
  ['EAI_AGAIN', 'connection', true, /Check the internet connection/],
  ['ECONNRESET', 'connection', true, /connection to OpenRouter .* failed \(connect ECONNRESET\)/],
  ['UND_ERR_CONNECT_TIMEOUT', 'connection', true, /failed/],
  ['CERT_HAS_EXPIRED', 'protocol', false, /certificate .* NODE_EXTRA_CA_CERTS/],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'protocol', false, /certificate/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'protocol', false, /certificate/],
])('%s is told in plain words', (code, kind, retryable, said) => {
  const failure = describeUpstreamFailure(systemError(code), service)!;
  expect(failure).toMatchObject({ retryable, error: { kind } });
  expect(failure.error.message).toMatch(said);
  expect(failure.error.cause).toBeInstanceOf(Error);
});

test('the error at the bottom of what libraries wrap around it counts', () => {
  const both = new AggregateError([systemError('ECONNREFUSED'), systemError('ECONNREFUSED')]);
  const wrapped = new TypeError('fetch failed', { cause: both });
  expect(describeUpstreamFailure(wrapped, service)!.error.message).toMatch(/^Nothing answers at/);
});

test('what is no trouble with the service is not described', () => {
  expect(describeUpstreamFailure(new TypeError('x is undefined'), service)).toBeUndefined();
});
