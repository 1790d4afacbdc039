import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SettingsPatch } from '../../src/shared/settings.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

/** Approvals decided over HTTP, on a host without a window. */

interface Card {
  id: string;
  run_id: string;
  asked: string;
  action: string;
  folder: string;
  reasons: string[];
  covers: string[];
}

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(() => upstream.close());

async function start(
  options: { approvals?: 'ask' | 'deny' | 'allow'; key?: string | null } = {},
): Promise<TestHost> {
  const { approvals = 'ask', key } = options;
  const settings: SettingsPatch = { agent: { approvals } };
  const host = await startTestHost({ upstream: upstream.url, settings, key });
  onTestFinished(() => host.close());
  return host;
}

/** Needs approval, and leaves a trace when it runs. */
const risky = (name: string): string => `rm -rf gone && echo ran >> ${name}`;
const ran = ({ workspace }: TestHost, name: string): boolean =>
  existsSync(path.join(workspace, name));

/** The model calls terminal with these commands at once, then repeats what it read. */
function commands(...list: string[]): void {
  upstream.replyWith(({ messages }) => {
    const outputs = messages.flatMap((message) =>
      message.role === 'tool' ? [message.content as string] : [],
    );
    if (outputs.length > 0) return { text: outputs.join('\n') };
    return {
      toolCalls: list.map((command) => ({ name: 'terminal', arguments: { command } })),
    };
  });
}

async function chat(host: TestHost): Promise<string> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({
      model: 'hermes-agent',
      messages: [{ role: 'user', content: 'Please tidy up\nthe folder' }],
    }),
  });
  const body = (await response.json()) as { choices: { message: { content: string } }[] };
  return body.choices[0]!.message.content;
}

const waiting = async (host: TestHost, seconds = 0): Promise<Card[]> => {
  const response = await fetch(`${host.url}/v1/approvals?wait=${seconds}`, {
    headers: host.headers,
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: Card[] }).data;
};

const decide = (host: TestHost, id: string, body: unknown): Promise<Response> =>
  fetch(`${host.url}/v1/approvals/${id}`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify(body),
  });
const codeOf = async (response: Response): Promise<[number, string]> => [
  response.status,
  ((await response.json()) as { error: { code: string } }).error.code,
];

describe.skipIf(process.platform === 'win32')('approvals over HTTP', () => {
  it('lists what waits with all that a person must know, and runs what is allowed', async () => {
    const host = await start();
    commands(risky('a'));
    const answer = chat(host);
    const [card] = await waiting(host, 30);
    expect(card).toMatchObject({
      object: 'approval',
      status: 'pending',
      tool: 'terminal',
      asked: 'Please tidy up the folder',
      action: risky('a'),
      folder: host.workspace,
      reasons: [expect.stringContaining('deletes')],
      covers: [expect.stringContaining('rm -rf gone')],
    });
    const decided = await decide(host, card!.id, { answer: 'once' });
    expect(await decided.json()).toEqual({
      id: card!.id,
      object: 'approval',
      status: 'decided',
      answer: 'once',
    });
    expect(await answer).toContain('"exit_code":0');
    expect(ran(host, 'a')).toBe(true);
    expect(await waiting(host)).toEqual([]);
  });

  it('hands the reason of a refusal to the model', async () => {
    const host = await start();
    commands(risky('a'));
    const answer = chat(host);
    const [card] = await waiting(host, 30);
    await decide(host, card!.id, { answer: 'deny', reason: 'only the src folder, please' });
    expect(await answer).toMatch(/Refused.*"only the src folder, please"/);
    expect(ran(host, 'a')).toBe(false);
  });

  it('decides two that wait by their ids, each its own', async () => {
    const host = await start();
    commands(risky('a'), risky('b'));
    const answer = chat(host);
    await expect.poll(() => waiting(host), { timeout: 15_000 }).toHaveLength(2);
    const cards = await waiting(host);
    const idOf = (name: string): string => cards.find(({ action }) => action === risky(name))!.id;
    await decide(host, idOf('b'), { answer: 'once' });
    await decide(host, idOf('a'), { answer: 'deny' });
    await answer;
    expect([ran(host, 'a'), ran(host, 'b')]).toEqual([false, true]);
  });

  it('answers 404 for an unknown id, 409 for one that is over, 400 for what is no answer', async () => {
    const host = await start();
    expect(await codeOf(await decide(host, 'appr_x', { answer: 'once' }))).toEqual([
      404,
      'approval_not_found',
    ]);
    commands(risky('a'));
    const answer = chat(host);
    const [card] = await waiting(host, 30);
    for (const body of [{}, { answer: 'yes' }, { answer: 'deny', reason: 5 }, 'once']) {
      expect(await codeOf(await decide(host, card!.id, body))).toEqual([
        400,
        'invalid_request_error',
      ]);
    }
    const both = await Promise.all([
      decide(host, card!.id, { answer: 'deny' }),
      decide(host, card!.id, { answer: 'once' }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 409]);
    expect(await codeOf(await decide(host, card!.id, { answer: 'once' }))).toEqual([
      409,
      'approval_over',
    ]);
    await answer;
    expect(ran(host, 'a')).toBe(false);
  });

  it('is told in the events of the run, to whoever follows them', async () => {
    const host = await start();
    commands(risky('a'));
    const answer = chat(host);
    const [card] = await waiting(host, 30);
    const events = await fetch(`${host.url}/v1/runs/${card!.run_id}/events`, {
      headers: host.headers,
    });
    await decide(host, card!.id, { answer: 'deny', reason: 'no' });
    await answer;
    const log = await events.text();
    const dataOf = (type: string): unknown =>
      JSON.parse(new RegExp(`event: ${type}\\ndata: (.*)`).exec(log)![1]!) as unknown;
    expect(dataOf('approval.requested')).toMatchObject({
      approvalId: card!.id,
      action: risky('a'),
      folder: host.workspace,
    });
    expect(dataOf('approval.resolved')).toMatchObject({
      approvalId: card!.id,
      answer: 'deny',
      source: 'person',
      reason: 'no',
    });
  });

  it('refuses within seconds where nobody watches, and says so', async () => {
    const host = await start();
    commands(risky('a'));
    const startedAt = performance.now();
    expect(await chat(host)).toContain('nobody is there to be asked');
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(ran(host, 'a')).toBe(false);
  });

  it('needs a key: what the agent runs must not approve of itself', async () => {
    const host = await start({ key: null });
    commands(risky('a'));
    expect(await chat(host)).toContain('nobody is there to be asked');
    const list = await fetch(`${host.url}/v1/approvals`);
    expect(await codeOf(list)).toEqual([403, 'approvals_not_allowed']);
    expect(await codeOf(await decide(host, 'x', { answer: 'once' }))).toEqual([
      403,
      'approvals_not_allowed',
    ]);
  });

  it('asks nobody in mode deny', async () => {
    const host = await start({ approvals: 'deny' });
    commands(risky('a'));
    const watching = waiting(host, 5);
    expect(await chat(host)).toContain('Refused');
    expect(await watching).toEqual([]);
  });

  it('"always" is saved and holds for the next run', async () => {
    const host = await start();
    const command = 'rm -rf gone';
    commands(command);
    const first = chat(host);
    const [card] = await waiting(host, 30);
    await decide(host, card!.id, { answer: 'always' });
    await first;
    expect(await chat(host)).toContain('"exit_code":0');
    expect(host.host.settings.current.agent.alwaysAllow).toEqual(card!.covers);
  });
});
