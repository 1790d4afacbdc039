import { afterEach, describe, expect, it, vi } from 'vitest';
import type {
  ApprovalMode,
  ApprovalRequest,
} from '../../../../src/main/agent/approvals/approvals.ts';
import {
  createApprovals,
  type ApprovalsOptions,
} from '../../../../src/main/agent/approvals/gate.ts';
import { createPresence } from '../../../../src/main/agent/approvals/presence.ts';
import { refusalMessage } from '../../../../src/main/agent/approvals/refusal-message.ts';
import type { Risk } from '../../../../src/main/agent/tool.ts';
import type { LogFields, Logger } from '../../../../src/main/log/logger.ts';

const sudo: Risk = { level: 'approval', reason: 'runs as administrator', rule: 'sudo:ls' };
const erase: Risk = {
  level: 'approval',
  reason: 'deletes folders',
  rule: 'recursive-delete:build',
};
const unjudged: Risk = { level: 'person', reason: 'could not be judged', rule: 'unjudged' };
const end: Risk = { level: 'hardline', reason: 'shuts the machine down', rule: 'shutdown:reboot' };

const nobody = createPresence({ window: false, possible: () => false });

function gate(overrides: Partial<ApprovalsOptions> & { always?: string[] } = {}) {
  const { always = [], ...options } = overrides;
  const logged: { message: string; fields?: LogFields }[] = [];
  const log = (message: string, fields?: LogFields): void => void logged.push({ message, fields });
  const logger: Logger = {
    trace: log,
    debug: log,
    info: log,
    warn: log,
    error: log,
    child: () => logger,
  };
  const approvals = createApprovals({
    mode: () => 'ask',
    alwaysAllowed: () => always,
    saveAlways: (rules) => void always.push(...rules),
    presence: createPresence({ window: true, possible: () => false }),
    logger,
    ...options,
  });
  const decide = (
    risks: Risk[],
    { conversationId = 'one', signal = new AbortController().signal } = {},
  ) => {
    const asked: ApprovalRequest[] = [];
    const decision = approvals.decide(
      {
        runId: 'run',
        conversationId,
        client: 'ChatBox',
        asked: 'Tidy up',
        folder: '/home/ada/Hermes',
        callId: 'call',
        tool: 'terminal',
        action: 'ls',
        risks,
      },
      { signal, onAsk: (request) => asked.push(request) },
    );
    return { asked, decision };
  };
  return { approvals, always, logged, decide };
}

afterEach(() => void vi.useRealTimers());

describe('approvals', () => {
  it.each(['ask', 'deny', 'allow'] as const)(
    'refuses hardline in mode %s, without asking',
    async (mode) => {
      const { decide } = gate({ mode: () => mode, always: [end.rule, sudo.rule] });
      const { asked, decision } = decide([sudo, end]);
      expect(await decision).toEqual({ answer: 'deny', source: 'hardline' });
      expect(asked).toEqual([]);
    },
  );

  it('asks a person in mode allow too, and whatever was saved, where nobody knows what a call does', async () => {
    const { approvals, decide } = gate({ mode: () => 'allow', always: [unjudged.rule] });
    for (let time = 0; time < 2; time += 1) {
      const { asked, decision } = decide([unjudged]);
      expect(asked).toHaveLength(1);
      approvals.answer(asked[0]!.id, 'conversation');
      expect(await decision).toEqual({ answer: 'conversation', source: 'person' });
    }
    const alone = gate({ mode: () => 'allow', presence: nobody });
    expect(await alone.decide([unjudged]).decision).toEqual({ answer: 'deny', source: 'nobody' });
    const denying = gate({ mode: () => 'deny', always: [unjudged.rule] });
    expect((await denying.decide([unjudged]).decision).answer).toBe('deny');
  });

  it('allows and denies by mode, following a change at once', async () => {
    let mode: ApprovalMode = 'allow';
    const { decide } = gate({ mode: () => mode });
    expect(await decide([sudo]).decision).toEqual({ answer: 'once', source: 'mode' });
    mode = 'deny';
    expect(await decide([sudo]).decision).toEqual({ answer: 'deny', source: 'mode' });
  });

  it('denies at once where nobody can be asked', async () => {
    const { decide } = gate({ presence: nobody });
    const { asked, decision } = decide([sudo]);
    expect(await decision).toEqual({ answer: 'deny', source: 'nobody' });
    expect(asked).toEqual([]);
  });

  it('waits a little for somebody to turn up, and no longer', async () => {
    vi.useFakeTimers();
    const presence = createPresence({ window: false, possible: () => true });
    const { approvals, decide } = gate({ presence });
    const first = decide([sudo]);
    expect(first.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await first.decision).toEqual({ answer: 'deny', source: 'nobody' });
    const second = decide([sudo]);
    presence.looked();
    const third = decide([erase]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(approvals.pending()).toHaveLength(2);
    approvals.answer(second.asked[0]!.id, 'once');
    approvals.answer(third.asked[0]!.id, 'deny', 'not today');
    expect(await second.decision).toEqual({ answer: 'once', source: 'person' });
    expect(await third.decision).toEqual({ answer: 'deny', source: 'person', reason: 'not today' });
  });

  it('denies when the last who could be asked has left', async () => {
    vi.useFakeTimers();
    const presence = createPresence({ window: false, possible: () => true });
    const leave = presence.watch();
    const { approvals, decide } = gate({ presence });
    const { decision } = decide([sudo]);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(approvals.pending()).toHaveLength(1);
    leave();
    await vi.advanceTimersByTimeAsync(62_000);
    expect(await decision).toEqual({ answer: 'deny', source: 'nobody' });
  });

  it('asks a person, who sees everything, and obeys', async () => {
    const { approvals, decide } = gate({ now: () => 1_000, timeoutMs: 5_000 });
    const changes = vi.fn();
    approvals.onChange(changes);
    const { asked, decision } = decide([sudo, erase]);
    const [request] = approvals.pending();
    expect(asked).toEqual([request]);
    expect(request).toMatchObject({
      client: 'ChatBox',
      action: 'ls',
      risks: [sudo, erase],
      requestedAt: 1_000,
      expiresAt: 6_000,
    });
    expect(approvals.answer(request!.id, 'once')).toBe('accepted');
    expect(await decision).toEqual({ answer: 'once', source: 'person' });
    expect(approvals.pending()).toEqual([]);
    expect(changes).toHaveBeenCalledTimes(2);
    expect(approvals.answer(request!.id, 'once')).toBe('over');
    expect(approvals.answer('no such id', 'always')).toBe('unknown');
  });

  it('remembers "once" for nothing', async () => {
    const { approvals, decide } = gate();
    const first = decide([sudo]);
    approvals.answer(approvals.pending()[0]!.id, 'once');
    await first.decision;
    expect(decide([sudo]).asked).toHaveLength(1);
  });

  it('asks again once the conversation was forgotten', async () => {
    const { approvals, decide } = gate();
    const first = decide([sudo]);
    approvals.answer(first.asked[0]!.id, 'conversation');
    await first.decision;
    approvals.forget('one');
    const second = decide([sudo]);
    expect(second.asked).toHaveLength(1);
    approvals.answer(second.asked[0]!.id, 'deny');
    expect(await second.decision).toEqual({ answer: 'deny', source: 'person' });
  });

  it('what leaves the wall is asked in mode allow, and an answer to it can be kept', async () => {
    const leaves: Risk = { ...erase, rule: 'write-outside: the file tools', leavesWall: true };
    const { approvals, decide } = gate({ mode: () => 'allow' });
    expect(await decide([erase]).decision).toEqual({ answer: 'once', source: 'mode' });
    const first = decide([leaves]);
    approvals.answer(first.asked[0]!.id, 'conversation');
    expect(await first.decision).toEqual({ answer: 'conversation', source: 'person' });
    expect((await decide([leaves]).decision).source).toBe('saved');
  });

  it('remembers "for this conversation" there, and for exactly what was asked', async () => {
    const { approvals, always, decide } = gate();
    const first = decide([sudo]);
    approvals.answer(approvals.pending()[0]!.id, 'conversation');
    await first.decision;
    expect(await decide([sudo]).decision).toEqual({ answer: 'conversation', source: 'saved' });
    expect(decide([sudo], { conversationId: 'two' }).asked).toHaveLength(1);
    expect(decide([sudo, erase]).asked).toHaveLength(1);
    expect(always).toEqual([]);
  });

  it('saves "always" for all rules of the call', async () => {
    const { approvals, always, decide } = gate();
    const first = decide([sudo, erase, sudo]);
    approvals.answer(approvals.pending()[0]!.id, 'always');
    expect(await first.decision).toEqual({ answer: 'always', source: 'person' });
    expect(always).toEqual([sudo.rule, erase.rule]);
    expect(await decide([erase], { conversationId: 'two' }).decision).toEqual({
      answer: 'always',
      source: 'saved',
    });
  });

  it('keeps "always" for the conversation where it cannot be saved', async () => {
    const { approvals, decide, logged } = gate({
      saveAlways: () => {
        throw new Error('the settings are locked');
      },
    });
    const first = decide([sudo]);
    approvals.answer(approvals.pending()[0]!.id, 'always');
    expect((await first.decision).answer).toBe('always');
    expect((await decide([sudo]).decision).source).toBe('saved');
    expect(logged[0]?.message).toContain('could not be saved');
  });

  it('asks several at once, and answers those that wait for the same word', async () => {
    const { approvals, decide } = gate();
    const first = decide([sudo]);
    const same = decide([sudo]);
    const other = decide([erase]);
    expect(approvals.pending()).toHaveLength(3);
    approvals.answer(first.asked[0]!.id, 'conversation');
    expect(await same.decision).toEqual({ answer: 'conversation', source: 'saved' });
    expect(approvals.pending().map(({ risks }) => risks)).toEqual([[erase]]);
    approvals.answer(other.asked[0]!.id, 'deny');
    expect(await other.decision).toEqual({ answer: 'deny', source: 'person' });
  });

  it('takes silence for a denial', async () => {
    const { approvals, decide } = gate({ timeoutMs: 20 });
    expect(await decide([sudo]).decision).toEqual({ answer: 'deny', source: 'timeout' });
    expect(approvals.pending()).toEqual([]);
  });

  it('stops asking when the run ends', async () => {
    const abort = new AbortController();
    const { approvals, decide } = gate();
    const { decision } = decide([sudo], { signal: abort.signal });
    abort.abort();
    expect(await decision).toEqual({ answer: 'deny', source: 'run_ended' });
    expect(approvals.pending()).toEqual([]);
    expect((await decide([sudo], { signal: abort.signal }).decision).source).toBe('run_ended');
  });

  it('logs every decision with who asked, what for, and who decided', async () => {
    const { decide, logged } = gate({ mode: () => 'deny' });
    await decide([sudo]).decision;
    await decide([end]).decision;
    expect(logged).toMatchObject([
      {
        message: 'Denied: terminal',
        fields: { source: 'mode', client: 'ChatBox', action: 'ls', rules: [sudo.rule] },
      },
      { message: 'Denied: terminal', fields: { source: 'hardline' } },
    ]);
  });
});

describe('what a refused model reads', () => {
  it('names the reasons and what to do', () => {
    const text = refusalMessage([sudo, erase], { answer: 'deny', source: 'person' });
    expect(text).toContain('runs as administrator; deletes folders');
    expect(text).toContain('The user said no');
  });

  it('says of hardline only what is hardline', () => {
    const text = refusalMessage([sudo, end], { answer: 'deny', source: 'hardline' });
    expect(text).toContain('shuts the machine down');
    expect(text).not.toContain('administrator');
    expect(text).toContain('never allowed');
  });

  it('hands on why the person said no', () => {
    const decision = { answer: 'deny', source: 'person', reason: 'use the other folder' } as const;
    expect(refusalMessage([sudo], decision)).toContain('"use the other folder"');
  });

  it.each(['mode', 'nobody', 'timeout', 'run_ended'] as const)('explains %s', (source) => {
    expect(refusalMessage([sudo], { answer: 'deny', source })).toMatch(/approv/);
  });
});
