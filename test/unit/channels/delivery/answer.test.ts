import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src/main/channels/channel.ts';
import { completed, useBench } from './delivery-bench.ts';

const bench = useBench();
const words = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `w${from + index} `);
const shown = () => bench.platform.calls.filter(({ method }) => method !== 'typing');
const tool = (callId: string, name = 'terminal', summary = 'ls') =>
  ({ type: 'tool.started', callId, name, arguments: '{}', summary }) as const;
const toolEnd = (callId: string, name = 'terminal') =>
  ({ type: 'tool.finished', callId, name, output: '', error: false, ms: 400 }) as const;

describe('a growing answer', () => {
  it('is first shown after so many tokens, then edited at the interval, and ends without a cursor', async () => {
    const { log, say, result } = bench.begin();
    await bench.advance(10);
    say(...words(4));
    await bench.advance(5000);
    expect(bench.platform.screen()).toEqual([]);
    say(...words(1, 4));
    await bench.advance(0);
    expect(bench.platform.screen()).toEqual(['w0 w1 w2 w3 w4']);
    const begun = Date.now();
    for (let index = 5; index < 25; index += 1) {
      say(`w${index} `);
      await bench.advance(200);
    }
    expect(bench.platform.screen()[0]).toMatch(/^w0 .* ▌$/);
    const edits = shown().filter(({ method }) => method === 'edit');
    expect(edits.map(({ at }) => at - begun)).toEqual([1500, 3000]);
    log.append(completed());
    await bench.advance(1500);
    expect(bench.platform.screen()).toEqual([words(25).join('').trim()]);
    expect(await result).toBe('delivered');
  });

  it('shows nothing of fewer than four visible characters, and nothing twice', async () => {
    bench.settings.minTokens = 1;
    const { log, say } = bench.begin();
    await bench.advance(1);
    say('a', ' ', 'b', '\n');
    await bench.advance(2000);
    expect(shown()).toEqual([]);
    say('cd');
    await bench.advance(2000);
    say(' ', '\n');
    await bench.advance(4000);
    expect(shown().map(({ text }) => text)).toEqual(['a b\ncd']);
    log.append(completed());
    await bench.advance(2000);
    // The first form had no cursor, so there is nothing to take away.
    expect(shown()).toHaveLength(1);
  });

  it('is cut while it grows and split at its end; the first part replies', async () => {
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(...words(500));
    await bench.advance(0);
    say(...words(700, 500));
    await bench.advance(3000);
    expect(bench.platform.screen()).toHaveLength(1);
    expect(bench.platform.screen()[0]!.length).toBeLessThanOrEqual(4096);
    expect(shown()).toHaveLength(2);
    log.append(completed());
    await bench.advance(10_000);
    const [first, second] = bench.platform.screen();
    expect(first).toMatch(/\\\(1\/2\\\)$/);
    expect(second).toMatch(/w1199 \\\(2\/2\\\)$/);
    expect(shown().map(({ method, options }) => [method, options?.replyTo])).toEqual([
      ['send', '77'],
      ['edit', undefined],
      ['edit', undefined],
      ['send', undefined],
    ]);
    expect(await result).toBe('delivered');
  });

  it.each([
    ['off', [undefined, undefined]],
    ['all', ['77', '77']],
  ] as const)('replies with its parts as the reply mode %s says', async (mode, replies) => {
    bench.settings.replyTo = mode;
    const { log, say } = bench.begin();
    say(...words(1200));
    log.append(completed());
    await bench.advance(10_000);
    expect(shown().map(({ options }) => options?.replyTo)).toEqual(replies);
  });

  it('is given once, whole, where streaming is off or the platform has no edits', async () => {
    bench.settings.streams = false;
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(...words(50));
    log.append(tool('1'));
    say('after');
    await bench.advance(60_000);
    expect(shown().filter(({ text }) => !text.startsWith('▸'))).toEqual([]);
    log.append(completed());
    await bench.advance(2000);
    expect(bench.platform.screen().at(-1)).toBe(`${words(50).join('').trim()}\n\nafter`);
    expect(await result).toBe('delivered');
  });

  it('ends its message at a tool call; lines of tools stand in one message of their own', async () => {
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say('Let me ', 'look.');
    log.append(tool('1'));
    await bench.advance(4000);
    log.append(toolEnd('1'));
    log.append(tool('2', 'terminal', 'pwd'));
    log.append(toolEnd('2'));
    log.append(tool('3', 'read_file', 'a.txt'));
    await bench.advance(4000);
    log.append(toolEnd('3', 'read_file'));
    say(...words(30));
    await bench.advance(4000);
    log.append(completed());
    await bench.advance(4000);
    expect(bench.platform.screen()).toEqual([
      'Let me look\\.',
      '▸ terminal: `ls` · 2× ✓ 0\\.4 s\n▸ read\\_file: `a.txt` ✓ 0\\.4 s',
      words(30).join('').trim(),
    ]);
    expect(await result).toBe('delivered');
    expect(bench.kept.get('a')).toMatchObject({ done: true, state: { parts: [] } });
  });

  it.each([
    ['off', []],
    ['all', ['▸ terminal: `ls` ✓ 0\\.4 s\n▸ terminal: `pwd` ✓ 0\\.4 s']],
  ] as const)('tool lines: %s', async (mode, lines) => {
    bench.settings.toolLines = mode;
    const { log } = bench.begin();
    await bench.advance(1);
    log.append(tool('1'));
    log.append(toolEnd('1'));
    log.append(tool('2', 'terminal', 'pwd'));
    log.append(toolEnd('2'));
    await bench.advance(4000);
    log.append(completed());
    await bench.advance(4000);
    expect(bench.platform.screen()).toEqual(lines);
  });

  it('never shows thinking; files it names are sent behind it, or it is said why not', async () => {
    bench.openFile = async (path) =>
      path.endsWith('.png') ? { path, name: 'a.png' } : 'it is not in the workspace';
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say('<think>\nsecret ', ...words(30), '\n</think>\nHere ', ...words(6), '\nMEDIA:/w/a.png\n');
    await bench.advance(2000);
    say('MEDIA: /etc/passwd\n> MEDIA:/quoted\n```\nMEDIA:/code\n```');
    log.append(completed());
    await bench.advance(10_000);
    expect(bench.platform.calls.filter(({ text }) => /secret|think/.test(text))).toEqual([]);
    expect(bench.platform.screen()).toEqual([
      'Here w0 w1 w2 w3 w4 w5\n\n>MEDIA:/quoted\n\n```\nMEDIA:/code\n```',
      '[a.png]',
      '⚠️ /etc/passwd: it is not in the workspace',
    ]);
    expect(await result).toBe('delivered');
  });

  it('never sends empty text', async () => {
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(' ', '\n\u200B\n', '<think>x</think>');
    log.append(completed());
    await bench.advance(2000);
    expect(shown()).toEqual([]);
    expect(await result).toBe('delivered');
  });

  it('that fails says what failed, in one message; what was written stands', async () => {
    const { log, say } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    await bench.advance(2000);
    say(...words(10, 10));
    log.append({
      type: 'run.failed',
      error: { message: 'The key is *refused*.', type: 't', code: 'c', status: 401 },
      usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
    });
    await bench.advance(5000);
    expect(bench.platform.screen()).toEqual([
      words(20).join('').trim(),
      '⚠️ The key is \\*refused\\*\\.',
    ]);
  });

  it('shows that somebody types until it grows, not while a person is asked, and not for ever', async () => {
    const typing = () => bench.platform.calls.filter(({ method }) => method === 'typing').length;
    const { log, say } = bench.begin();
    await bench.advance(9000);
    expect(typing()).toBe(3);
    log.append({
      type: 'approval.requested',
      approvalId: 'x',
      callId: '1',
      tool: 'terminal',
      action: 'rm',
      folder: '/',
      reasons: [],
    });
    await bench.advance(60_000);
    expect(typing()).toBe(3);
    log.append({
      type: 'approval.resolved',
      approvalId: 'x',
      callId: '1',
      answer: 'once',
      source: 'person',
    });
    await bench.advance(3_600_000);
    expect(typing()).toBeGreaterThan(120);
    expect(typing()).toBeLessThan(160);
    const before = typing();
    say(...words(10));
    await bench.advance(20_000);
    log.append(completed());
    await bench.advance(20_000);
    expect(typing() - before).toBeLessThanOrEqual(1);
  });
});

describe('what a platform refuses', () => {
  const once = (kind: string, outcome: Outcome, done = false): void => {
    let left = 1;
    bench.platform.fault = ({ method }) => {
      if (method !== kind || left === 0) return undefined;
      left -= 1;
      return { outcome, done };
    };
  };

  it('markup that it cannot read goes out as plain text, without escapes', async () => {
    once('send', { kind: 'unparsed', error: 'can’t parse' });
    bench.settings.streams = false;
    const { log, say, result } = bench.begin();
    say('**a.b** [c](https://e.org)');
    log.append(completed());
    await bench.advance(2000);
    expect(bench.platform.screen()).toEqual(['a.b c (https://e.org)']);
    expect(await result).toBe('delivered');
  });

  it.each([
    ['reply', { replyTo: undefined }],
    ['thread', { replyTo: '77' }],
  ] as const)('a %s that is gone is left out, for all further parts', async (what, expected) => {
    bench.settings.replyTo = 'all';
    once('send', { kind: 'gone', what });
    const { log, say } = bench.begin('a', { thread: '9' });
    say(...words(1200));
    log.append(completed());
    await bench.advance(10_000);
    expect(bench.platform.screen()).toHaveLength(2);
    expect(
      shown()
        .slice(1)
        .map(({ options }) => options),
    ).toEqual([expected, expected]);
  });

  it('a message that was deleted is written anew', async () => {
    const { log, say } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    await bench.advance(100);
    bench.platform.fault = ({ method }) =>
      method === 'edit' ? { outcome: { kind: 'gone', what: 'message' } } : undefined;
    say(...words(10, 10));
    log.append(completed());
    await bench.advance(5000);
    expect(bench.platform.screen().at(-1)).toBe(words(20).join('').trim());
  });

  it('"not modified" is success', async () => {
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    await bench.advance(100);
    bench.platform.fault = ({ method }) =>
      method === 'edit' ? { outcome: { kind: 'unchanged' }, done: true } : undefined;
    say(...words(10, 10));
    log.append(completed());
    await bench.advance(5000);
    expect(await result).toBe('delivered');
    expect(shown()).toHaveLength(2);
  });

  it('a chat that is closed to us ends it, and it is in the log', async () => {
    once('send', { kind: 'closed', error: 'Forbidden: bot was blocked by the user' });
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    log.append(completed());
    await bench.advance(60_000);
    expect(await result).toBe('given up');
    expect(shown()).toHaveLength(1);
    expect(bench.warnings.join()).toContain('blocked by the user');
  });

  it('a part that is too long after all is halved', async () => {
    once('send', { kind: 'too long' });
    bench.settings.streams = false;
    const { log, say } = bench.begin();
    say('one two three four');
    log.append(completed());
    await bench.advance(5000);
    expect(bench.platform.screen()).toEqual(['one two three', 'four']);
  });

  it('a refused token stops all calls; what is owed goes out once there is a new one', async () => {
    once('send', { kind: 'token refused' });
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    log.append(completed());
    await bench.advance(600_000);
    expect(shown()).toHaveLength(1);
    await bench.delivery.resume('telegram');
    await bench.advance(1000);
    expect(bench.platform.screen()).toEqual([words(10).join('').trim()]);
    expect(await result).toBe('owed');
  });
});
