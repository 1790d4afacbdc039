import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../support/test-host.ts';

let upstream: ScriptedUpstream;
let host: TestHost;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
  host = await startTestHost({ upstream: upstream.url });
});
afterEach(async () => {
  await host.close();
  await upstream.close();
});

interface Answer {
  status: number;
  content: string | undefined;
  reasoning: string | undefined;
  error: string | undefined;
}

async function chat(more: object = {}): Promise<Answer> {
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: host.headers,
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Go' }], ...more }),
  });
  const body = (await response.json()) as {
    choices?: { message: { content: string; reasoning_content?: string } }[];
    error?: { message: string };
  };
  const message = body.choices?.[0]?.message;
  return {
    status: response.status,
    content: message?.content,
    reasoning: message?.reasoning_content,
    error: body.error?.message,
  };
}

const notices = (): string[] =>
  host.host.runs
    .list()
    .flatMap(({ log }) => log.events)
    .flatMap((event) => (event.type === 'run.notice' ? [event.text] : []));

const run = (args: string | object): object => ({ name: 'terminal', arguments: args });

describe('an answer with neither text nor calls', () => {
  it('is asked for once more, after tools too', async () => {
    upstream.reply(
      { toolCalls: [run({ command: 'echo hi' })] as never },
      { text: '' },
      { text: 'It printed hi.' },
    );
    expect(await chat()).toMatchObject({ status: 200, content: 'It printed hi.' });
    expect(notices()).toEqual(['test-model answered with nothing; it is asked once more']);
  });

  it('is an error that says so the second time', async () => {
    upstream.replyWith(() => ({ text: '' }));
    const { status, error } = await chat();
    expect(status).toBeGreaterThanOrEqual(400);
    expect(error).toContain('answered twice with nothing');
    expect(upstream.requests).toHaveLength(2);
  });

  it('that thought only is one too', async () => {
    upstream.reply({ reasoning: 'I should say it.', text: '' }, { text: 'Yes.' });
    expect(await chat()).toMatchObject({ content: 'Yes.' });
  });
});

describe('an answer without tools', () => {
  it('says so in its thinking, and in the log of its run', async () => {
    upstream.reply(
      { status: 400, body: { error: { message: 'gemma does not support tools' } } },
      { text: 'I can only talk.' },
    );
    const { content, reasoning } = await chat();
    expect(content).toBe('I can only talk.');
    expect(reasoning).toMatch(/^▸ Answering without tools: .*gemma does not support tools/);
    expect(notices()).toHaveLength(1);
  });

  it('says so where one tool alone was refused', async () => {
    upstream.replyWith((body) =>
      body.tools?.some((tool) => 'function' in tool && tool.function.name === 'terminal')
        ? {
            status: 400,
            body: { error: { message: "Invalid schema for function 'terminal': it is odd" } },
          }
        : { text: 'Well.' },
    );
    const { reasoning } = await chat();
    expect(reasoning).toContain('the tool terminal is left out');
    expect(upstream.requests.at(-1)!.body.tools!.length).toBeGreaterThan(3);
  });
});

describe('a conversation that is too long', () => {
  it('is shortened to what the service says it reads, and asked for again', async () => {
    upstream.replyWith((body) => {
      const size = JSON.stringify(body).length / 3.5;
      if (size > 12_000) {
        const message = `request (${Math.round(size)} tokens) exceeds the available context size (12000 tokens), try increasing it`;
        return { status: 400, body: { error: { code: 400, message, n_ctx: 12_000 } } };
      }
      return body.messages.some(({ role }) => role === 'tool')
        ? { text: JSON.stringify(body.messages.at(-1)!.content).includes('END') ? 'all' : 'part' }
        : { toolCalls: [run({ command: 'seq 1 9000; echo END' })] as never };
    });
    expect(await chat()).toMatchObject({ status: 200, content: 'all' });
    expect(host.host.model().contextWindow).toBe(12_000);
    expect(notices()[0]).toContain('older turns and long outputs were shortened');
  });

  it('that cannot be shortened is an error that says so', async () => {
    upstream.replyWith(() => ({
      status: 400,
      body: { error: { message: 'prompt is too long: 9000 tokens > 8192 maximum' } },
    }));
    const { status, error } = await chat();
    expect(status).toBe(400);
    expect(error).toContain('longer than test-model can read');
  });
});

describe('calls that are glued together', () => {
  it('are told to the model, and nothing is run', async () => {
    upstream.reply(
      { toolCalls: [run('{"command":"echo 1"}{"command":"echo 2"}{"command":"echo 3"}')] as never },
      { text: 'I see.' },
    );
    expect((await chat()).content).toBe('I see.');
    const { messages } = upstream.requests[1]!.body;
    expect(messages.at(-1)!.content).toContain('hold 3 JSON objects, and nothing was run');
    expect(JSON.stringify(messages)).toContain('"arguments":"{}"');
  });
});
