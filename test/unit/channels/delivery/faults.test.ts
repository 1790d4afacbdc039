import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src/main/channels/channel.ts';
import type { FakeFault } from '../../../support/fake-chat-platform.ts';
import { completed, useBench } from './delivery-bench.ts';

const bench = useBench();
const words = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `w${from + index} `);
const text = (count: number): string => words(count).join('').trim();
const shown = () => bench.platform.calls.filter(({ method }) => method !== 'typing');
const refused = (seconds: number): FakeFault => ({
  outcome: { kind: 'refused', retryAfterMs: seconds * 1000, scope: 'chat' },
});
const unanswered: FakeFault = { outcome: { kind: 'unanswered', error: 'timed out' }, done: true };
/** The next calls that fit meet these, in order. */
const meet = (method: string, ...faults: (FakeFault | undefined)[]): void => {
  bench.platform.fault = (call) => (call.method === method ? faults.shift() : undefined);
};

describe('429', () => {
  it('holds that chat alone until its time is over, whatever else is due there', async () => {
    meet('send', refused(20));
    const first = bench.begin();
    await bench.advance(1);
    first.say(...words(10));
    await bench.advance(10);
    const notice = bench.delivery.notify({
      target: { platform: 'telegram', chat: '1', kind: 'direct' },
      text: 'status',
    });
    const other = bench.begin('b', { chat: '2' });
    await bench.advance(1);
    other.say(...words(10));
    other.log.append(completed());
    await bench.advance(100);
    expect(bench.platform.screen('2')).toEqual([text(10)]);
    await bench.advance(19_000);
    expect(bench.platform.calls.filter(({ chat }) => chat === '1')).toHaveLength(2);
    await bench.advance(2000);
    expect(bench.platform.screen()).toEqual(['status', text(10)]);
    expect(await notice).toBe('2');
  });

  it('doubles the time between edits, up to 10 s; after three in a row the answer grows no more', async () => {
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    await bench.advance(10);
    meet('edit', refused(1), undefined, refused(1), refused(1), refused(1));
    const begun = Date.now();
    for (let index = 10; index < 80; index += 1) {
      say(`w${index} `);
      await bench.advance(1000);
    }
    const edits = shown().filter(({ method }) => method === 'edit');
    expect(edits.map(({ at }) => Math.round((at - begun) / 500) / 2)).toEqual([
      1.5, 4.5, 7.5, 13.5, 23.5,
    ]);
    log.append(completed());
    await bench.advance(5000);
    expect(bench.platform.screen()).toEqual([text(80)]);
    expect(await result).toBe('delivered');
  });

  it('owes the final text, which goes first and alone', async () => {
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    await bench.advance(10);
    meet('edit', refused(60));
    say(...words(10, 10));
    await bench.advance(2000);
    say(...words(10, 20));
    log.append(completed());
    await bench.advance(1000);
    await bench.advance(60_000);
    expect(shown().map(({ text: sent }) => sent)).toEqual([text(10), `${text(20)} ▌`, text(30)]);
    expect(await result).toBe('delivered');
  });
});

describe('calls of which nobody knows how they ended', () => {
  it('a send is not repeated at once; later it says that it may be a duplicate', async () => {
    bench.settings.streams = false;
    meet('send', unanswered);
    const { log, say, result } = bench.begin();
    say('Hello.');
    log.append(completed());
    await bench.advance(29_000);
    expect(bench.platform.screen()).toEqual(['Hello\\.']);
    expect(await result).toBe('owed');
    await bench.advance(5000);
    expect(bench.platform.screen()).toEqual(['Hello\\.', '\\(may be a duplicate\\)\n\nHello\\.']);
    await bench.advance(3_600_000);
    expect(shown()).toHaveLength(2);
  });

  it('a send is tried three times, and then no more', async () => {
    bench.settings.streams = false;
    meet('send', unanswered, unanswered, unanswered, unanswered);
    const { log, say } = bench.begin();
    say('Hello.');
    log.append(completed());
    await bench.advance(7_200_000);
    expect(shown()).toHaveLength(3);
    expect(bench.warnings.join()).toContain('three times');
  });

  it('a part without room for the words has them before it', async () => {
    bench.settings.streams = false;
    meet('send', unanswered);
    const long = 'x'.repeat(4090);
    const { log, say } = bench.begin();
    say(long);
    log.append(completed());
    await bench.advance(60_000);
    expect(bench.platform.screen()).toEqual([
      long,
      '\\(the next message may be a duplicate\\)',
      long,
    ]);
  });

  it('the first form of a growing message has no cursor, and is not grown: the answer follows whole', async () => {
    meet('send', unanswered);
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    await bench.advance(3000);
    say(...words(10, 10));
    await bench.advance(3000);
    expect(shown()).toHaveLength(1);
    log.append(completed());
    await bench.advance(3000);
    expect(bench.platform.screen()).toEqual([text(10), text(20)]);
    expect(await result).toBe('delivered');
  });

  it('an answer that was whole in a first form nobody answered for may be a duplicate', async () => {
    meet('send', unanswered);
    const { log, say } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    await bench.advance(1000);
    log.append(completed());
    await bench.advance(60_000);
    expect(bench.platform.screen()).toEqual([text(10), `\\(may be a duplicate\\)\n\n${text(10)}`]);
  });

  it('an edit is repeated', async () => {
    meet('edit', unanswered, { outcome: unanswered.outcome });
    const { log, say, result } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    await bench.advance(10);
    say(...words(10, 10));
    log.append(completed());
    await bench.advance(30_000);
    expect(bench.platform.screen()).toEqual([text(20)]);
    expect(await result).toBe('owed');
  });

  it('where a nonce makes a send repeatable, it is repeated with the same', async () => {
    Object.assign(bench.platform.limits, { nonces: true });
    bench.settings.streams = false;
    meet('send', { outcome: unanswered.outcome });
    const { log, say } = bench.begin();
    say('Hello.');
    log.append(completed());
    await bench.advance(30_000);
    expect(bench.platform.screen()).toEqual(['Hello\\.']);
    const [first, second] = shown().map(({ options }) => options?.nonce);
    expect(first).toMatch(/^[\w-]{1,25}$/);
    expect(second).toBe(first);
  });

  it('what never reached the platform is repeated, with longer and longer waits', async () => {
    bench.settings.streams = false;
    let down = true;
    bench.platform.fault = ({ method }) =>
      down && method !== 'typing'
        ? { outcome: { kind: 'unconnected', error: 'ENETUNREACH' } }
        : undefined;
    const { log, say } = bench.begin();
    say('Hello.');
    log.append(completed());
    await bench.advance(600_000);
    expect(shown().length).toBeLessThan(30);
    down = false;
    await bench.advance(31_000);
    expect(bench.platform.screen()).toEqual(['Hello\\.']);
  });
});

describe('after kill -9', () => {
  it('an answer that was owed is given', async () => {
    bench.settings.streams = false;
    meet('send', refused(600));
    const { log, say } = bench.begin();
    say('Hello.');
    log.append(completed());
    await bench.advance(1000);
    bench.restart();
    await bench.delivery.resume('telegram');
    await bench.advance(1000);
    expect(bench.platform.screen()).toEqual(['Hello\\.']);
  });

  it('one that was being sent is given as perhaps a duplicate', async () => {
    bench.settings.streams = false;
    bench.platform.fault = ({ method }) =>
      method === 'send'
        ? { outcome: { kind: 'accepted', ref: '1' }, done: true, ms: 500 }
        : undefined;
    const { log, say } = bench.begin();
    say('Hello.');
    log.append(completed());
    await bench.advance(100);
    bench.restart();
    await bench.delivery.resume('telegram');
    await bench.advance(1000);
    expect(bench.platform.screen()).toEqual(['Hello\\.', '\\(may be a duplicate\\)\n\nHello\\.']);
  });

  it('a message whose run is gone loses its cursor and says so', async () => {
    const { say } = bench.begin();
    await bench.advance(1);
    say(...words(10));
    await bench.advance(10);
    say(...words(10, 10));
    await bench.advance(4000);
    expect(bench.platform.screen()[0]).toMatch(/ ▌$/);
    bench.restart();
    await bench.delivery.resume('telegram');
    await bench.advance(1000);
    expect(bench.platform.screen()).toEqual([
      `${text(20)}\n\n\\(broken off: Hermes Tray was restarted\\)`,
    ]);
    expect(bench.kept.get('a')).toMatchObject({ done: true });
  });

  it('a message that is processed again takes over what is shown, and is never answered twice', async () => {
    const before = bench.begin();
    await bench.advance(1);
    before.say(...words(10));
    await bench.advance(2000);
    bench.restart();
    // Reading what is known of it takes a while; what is owed is taken up meanwhile.
    bench.readMs = () => 50;
    const after = bench.begin();
    await bench.delivery.resume('telegram');
    await bench.advance(100);
    after.say('Another ', 'answer.');
    after.log.append(completed());
    await bench.advance(5000);
    expect(bench.platform.screen()).toEqual(['Another answer\\.']);
    expect(await after.result).toBe('delivered');
    bench.restart();
    const calls = bench.platform.calls.length;
    const again = bench.begin();
    again.say('Once more.');
    again.log.append(completed());
    await bench.advance(5000);
    expect(await again.result).toBe('delivered');
    expect(bench.platform.calls).toHaveLength(calls);
  });

  it('a whole text of before is given under its own name, once', async () => {
    const give = () =>
      bench.delivery.deliverText(
        { id: 'a', target: { platform: 'telegram', chat: '1', kind: 'direct' } },
        '**Done.**',
      );
    const first = give();
    await bench.advance(1000);
    expect(await first).toBe('delivered');
    bench.restart();
    const second = give();
    await bench.advance(1000);
    expect(await second).toBe('delivered');
    expect(bench.platform.screen()).toEqual(['*Done\\.*']);
  });
});

describe('notices', () => {
  const target = { platform: 'telegram', chat: '1', kind: 'direct' } as const;

  it('go ahead of answers; a change without buttons takes them away', async () => {
    const { log, say } = bench.begin();
    say(...words(10));
    log.append(completed());
    const buttons = [[{ label: 'Yes', data: 'y' }]];
    const ref = bench.delivery.notify({ target, text: 'Allow *this*?', buttons, replyTo: '5' });
    await bench.advance(3000);
    expect(shown()[0]).toMatchObject({ text: 'Allow _this_?', options: { buttons, replyTo: '5' } });
    const amended = bench.delivery.amend((await ref)!, { target, text: 'Allowed.' });
    await bench.advance(3000);
    expect(await amended).toBe(true);
    expect(bench.platform.screen()).toContain('Allowed\\.');
  });

  it.each<[string, Outcome]>([
    ['nobody answered', { kind: 'unanswered', error: 'timed out' }],
    ['the chat is closed', { kind: 'closed', error: 'blocked' }],
  ])('are not repeated where %s', async (_why, outcome) => {
    meet('send', { outcome });
    const ref = bench.delivery.notify({ target, text: 'status' });
    await bench.advance(120_000);
    expect(await ref).toBeUndefined();
    expect(shown()).toHaveLength(1);
  });

  it('are given up after a minute without a connection', async () => {
    bench.platform.fault = () => ({ outcome: { kind: 'unconnected', error: 'down' } });
    const ref = bench.delivery.notify({ target, text: 'status' });
    await bench.advance(61_000);
    expect(await ref).toBeUndefined();
  });
});
