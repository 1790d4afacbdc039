import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '../../src/main/agent/approvals/approvals.ts';
import { closeBoth, startHostWithUpstream } from '../support/host-with-upstream.ts';
import type { ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestHost } from '../support/test-host.ts';

/** Who asks a person, and what may happen before, while and after the person answers. */

let upstream: ScriptedUpstream;
let host: TestHost;
beforeAll(async () => {
  ({ upstream, host } = await startHostWithUpstream({ defaultApprovals: 'ask' }));
});
afterAll(async () => {
  await closeBoth({ host, upstream });
});

let before = 0;
beforeEach(() => {
  before = upstream.requests.length;
});

/** A request that is answered when its run has ended; gives the text of the answer. */
async function chat(conversation: string, signal?: AbortSignal): Promise<string> {
  const response = await fetch(`${host.url}/v1/responses`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ input: `I am ${conversation}`, conversation }),
    signal,
  });
  return response.text();
}

/** What waits for a person, once there are so many. */
async function questions(count: number): Promise<ApprovalRequest[]> {
  await expect.poll(() => host.host.approvals.pending(), { timeout: 15_000 }).toHaveLength(count);
  return host.host.approvals.pending();
}

/** The model answers a client's question with this command, and what it then reads with "done". */
function commandFor(commands: Record<string, string>): void {
  upstream.replyWith(({ messages }) => {
    const last = messages.at(-1)!;
    if (last.role === 'tool') return { text: 'done' };
    const asker = Object.keys(commands).find((name) => (last.content as string).endsWith(name))!;
    return { toolCalls: [{ name: 'terminal', arguments: { command: commands[asker] } }] };
  });
}

/** What the model read of its calls, by the command that it had asked for. */
function answers(): Record<string, string> {
  const pairs = upstream.requests.slice(before).flatMap(({ body: { messages } }) => {
    const [call, answer] = messages.slice(-2);
    if (call?.role !== 'assistant' || answer?.role !== 'tool') return [];
    const [made] = call.tool_calls!;
    if (made?.type !== 'function') return [];
    const { command } = JSON.parse(made.function.arguments) as { command: string };
    return [[command, answer.content as string]];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}
const marker = (name: string): string => path.join(host.workspace, name);
/** Needs approval, and leaves a trace when it runs. */
const risky = (name: string): string => `rm -rf gone && echo ran >> ${name}`;

describe.skipIf(process.platform === 'win32')('a person who is asked', () => {
  it('by two runs at once answers each of them, and not the other', async () => {
    commandFor({ one: risky('one'), two: risky('two') });
    const both = [chat('one'), chat('two')];
    const asked = await questions(2);
    for (const { id, action } of asked) {
      host.host.approvals.answer(id, action.endsWith('one') ? 'once' : 'deny');
    }
    await Promise.all(both);
    expect([existsSync(marker('one')), existsSync(marker('two'))]).toEqual([true, false]);
    expect(answers()[risky('two')]).toContain('The user said no');
  });

  it('and answers twice is heard once', async () => {
    commandFor({ three: risky('three') });
    const answered = chat('three');
    const [{ id } = { id: '' }] = await questions(1);
    const { approvals } = host.host;
    expect([approvals.answer(id, 'deny'), approvals.answer(id, 'once')]).toEqual([
      'accepted',
      'over',
    ]);
    await answered;
    expect(existsSync(marker('three'))).toBe(false);
  });

  it('by a run that ended meanwhile changes nothing, also not for later', async () => {
    commandFor({ four: risky('four') });
    const leaving = new AbortController();
    const answered = chat('four', leaving.signal).catch(() => 'left');
    const [{ id } = { id: '' }] = await questions(1);
    leaving.abort();
    expect(await answered).toBe('left');
    await questions(0);
    expect(host.host.approvals.answer(id, 'always')).toBe('over');
    expect(host.host.settings.current.agent.alwaysAllow).toEqual([]);
    expect(existsSync(marker('four'))).toBe(false);
  });

  it('for one conversation has said nothing about another', async () => {
    commandFor({ five: risky('five'), six: risky('five') });
    const first = chat('five');
    const [question] = await questions(1);
    host.host.approvals.answer(question!.id, 'conversation');
    await first;
    await chat('five');
    const other = chat('six');
    const [again] = await questions(1);
    expect(again).toMatchObject({ action: risky('five') });
    host.host.approvals.answer(again!.id, 'deny');
    await other;
  });

  it('has allowed a script as it was, and not what it was changed to meanwhile', async () => {
    await writeFile(marker('deploy.sh'), risky('seven'));
    commandFor({ seven: 'sh deploy.sh' });
    const answered = chat('seven');
    const [question] = await questions(1);
    await writeFile(marker('deploy.sh'), `git stash drop; ${risky('seven')}`);
    host.host.approvals.answer(question!.id, 'once');
    await answered;
    expect(answers()['sh deploy.sh']).toMatch(/^Refused.* changed while it waited for approval/);
    expect(existsSync(marker('seven'))).toBe(false);
  });
});
