import { expect, test } from 'vitest';
import { createRedactor } from '../../../src/main/log/redactor.ts';
import { memoryHeldBy } from '../../support/collect-garbage.ts';

const { redact } = { redact: (text: string) => createRedactor().redact(text) };

test.each([
  ['Authorization: Bearer abcdef123456', 'abcdef123456'],
  ['{"authorization":"Bearer abcdef123456"}', 'abcdef123456'],
  ['authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['authorization: rawvalue', 'rawvalue'],
  ['got sk-hermes-AbCdEf0123456789_-x from', 'AbCdEf0123456789'],
  ['Incorrect API key provided: sk-proj-abcdefghijklmnop.', 'abcdefghijklmnop'],
  ['ghp_abcdefghijklmnopqrstuv', 'abcdefghijklmnopqrstuv'],
  ['https://x.example/search?q=a&api_key=verysecret&n=1', 'verysecret'],
  ['https://x.example/?key=verysecret', 'verysecret'],
  ['postgres://user:hunter2@db.example/x', 'hunter2'],
  ['libsql://db.example?authToken=verysecret', 'verysecret'],
  ['x-api-key: verysecret', 'verysecret'],
  ['"api_key": "verysecret"', 'verysecret'],
  ['Cookie: session=verysecret; b=other', 'verysecret'],
  ['set-cookie: session=verysecret; Path=/', 'verysecret'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-def_ghi', 'eyJzdWIi'],
])('%s is redacted', (text, secret) => {
  expect(redact(text)).not.toContain(secret);
  expect(redact(text)).toContain('[redacted]');
});

test.each([
  'task-list-of-many-words and risk-assessment-report',
  'GET /v1/models?limit=10&page=2',
  'max_tokens: 100, prompt_tokens=5',
  'http://127.0.0.1:8642/v1',
  'ada@example.com wrote about cookies and passwords',
  'Bearer of good news',
])('%s stays as it is', (text) => {
  expect(redact(text)).toBe(text);
});

test('known values are redacted whatever they look like, in the forms they travel in', () => {
  const redactor = createRedactor(['p$ss "wörd"/+', 'dev']);
  expect(redactor.redact('with p$ss "wörd"/+ in it')).toBe('with [redacted] in it');
  expect(redactor.redact(JSON.stringify({ a: 'p$ss "wörd"/+' }))).toBe('{"a":"[redacted]"}');
  expect(redactor.redact(`x=${encodeURIComponent('p$ss "wörd"/+')}`)).toBe('x=[redacted]');
});

test('a short known value is redacted where it stands alone', () => {
  const redactor = createRedactor(['dev']);
  expect(redactor.redact('key dev, device')).toBe('key [redacted], device');
});

test('of two known values the longer one is redacted whole', () => {
  const redactor = createRedactor(['secretvalue', 'secretvalue-and-more']);
  expect(redactor.redact('a secretvalue-and-more b')).toBe('a [redacted] b');
});

test('values learnt later are redacted from then on', () => {
  const redactor = createRedactor();
  redactor.setKnown(['plainvalue']);
  expect(redactor.redact('plainvalue')).toBe('[redacted]');
});

test('headers that hold secrets keep their name and scheme only', () => {
  const headers = createRedactor().redactHeaders({
    authorization: 'Bearer abc',
    'x-api-key': 'abc',
    'X-Goog-Api-Key': 'abc',
    cookie: 'a=b',
    'set-cookie': ['a=b', 'c=d'],
    'x-empty': '',
    'user-agent': 'curl/8',
    referer: 'http://x/?token=abcdef',
    gone: undefined,
  });
  expect(headers).toEqual({
    authorization: 'Bearer [redacted]',
    'x-api-key': '[redacted]',
    'X-Goog-Api-Key': '[redacted]',
    cookie: '[redacted]',
    'set-cookie': '[redacted]',
    'x-empty': '',
    'user-agent': 'curl/8',
    referer: 'http://x/?token=[redacted]',
  });
});

test('an empty Bearer can still be seen to be empty', () => {
  expect(createRedactor().redactHeaders({ authorization: 'Bearer ' })).toEqual({
    authorization: 'Bearer',
  });
});

test('a body keeps its form, and loses the values of secret fields', () => {
  const body = {
    model: 'x',
    max_tokens: 5,
    messages: [{ role: 'user', content: 'my key is sk-abcdefghijklmnop' }],
    apiKey: 'abc',
    nested: { access_token: 'abc', GITHUB_TOKEN: 'abc', key: 'Enter', password: '' },
    stream: true,
    nothing: null,
  };
  expect(createRedactor().redactBody(body)).toEqual({
    ...body,
    messages: [{ role: 'user', content: 'my key is [redacted]' }],
    apiKey: '[redacted]',
    nested: { access_token: '[redacted]', GITHUB_TOKEN: '[redacted]', key: 'Enter', password: '' },
  });
  expect(body.apiKey).toBe('abc');
});

test('a long string is cut and says so, and a secret at the cut is not cut in two', () => {
  const text = `${'a '.repeat(16_380)}sk-${'b'.repeat(400)} end`;
  const cut = createRedactor().redactBody(text) as string;
  expect(cut.length).toBeLessThan(33_000);
  expect(cut).toMatch(/… \(\d+ more characters\)$/);
  expect(cut).not.toMatch(/bbb/);
});

test('of a long list the newest items stay', () => {
  const list = Array.from({ length: 2000 }, (_, index) => ({ content: `message ${index}` }));
  const kept = createRedactor().redactBody({ messages: list }) as { messages: unknown[] };
  expect(kept.messages.at(-1)).toEqual({ content: 'message 1999' });
  expect(kept.messages[0]).toBe('… (1,500 earlier items)');
});

test('a body of any size costs about as much as a large one', () => {
  const redactor = createRedactor(['abcdefgh']);
  const timeOf = (body: unknown): number => {
    const start = performance.now();
    redactor.redactBody(body);
    return performance.now() - start;
  };
  const messages = (count: number) =>
    Array.from({ length: count }, () => ({ role: 'user', content: 'hello world '.repeat(30) }));
  timeOf(messages(1000));
  const large = Math.max(5, timeOf(messages(1000)));
  expect(timeOf(messages(80_000))).toBeLessThan(large * 10);
});

test('hostile nesting and names do no harm', () => {
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
  expect(JSON.stringify(createRedactor().redactBody(deep))).toContain('left out');
  const named = JSON.parse('{"__proto__": {"polluted": true}}') as unknown;
  expect(JSON.stringify(createRedactor().redactBody(named))).toBe(
    '{"__proto__":{"polluted":true}}',
  );
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  ['eyJ'.repeat(40_000)],
  ['sk-'.repeat(40_000)],
  ['://'.repeat(40_000)],
  ['?key='.repeat(24_000)],
  [`Bearer${' '.repeat(120_000)}`],
  ['cookie:'.repeat(17_000)],
  ['a_'.repeat(60_000)],
  ['password'.repeat(15_000)],
  ['"'.repeat(120_000)],
])('no text makes redaction slow (%#)', (text) => {
  const redactor = createRedactor();
  const timeOf = (part: string): number => {
    const start = performance.now();
    redactor.redact(part);
    redactor.redactHeaders({ [part]: '' });
    return performance.now() - start;
  };
  // Quadratic work would take a hundred times as long for ten times the text.
  const tenth = Math.max(2, timeOf(text.slice(0, text.length / 10)));
  expect(timeOf(text)).toBeLessThan(tenth * 40);
});

test('what is kept of a large body does not keep the rest of it', async () => {
  const body = (n: number) => ({ image: Buffer.alloc(2 ** 20, `${n}x`).toString('latin1') });
  const bodies = () => Array.from({ length: 100 }, (_, n) => createRedactor().redactBody(body(n)));
  expect(await memoryHeldBy(bodies)).toBeLessThan(10 * 2 ** 20);
});
