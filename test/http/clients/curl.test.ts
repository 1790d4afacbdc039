import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClientBench, question, type ClientBench } from './agent-conversation.ts';

const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let bench: ClientBench;
beforeAll(async () => {
  bench = await openClientBench();
});
afterAll(() => bench.close());

async function curl(path: string, ...args: string[]): Promise<string> {
  const auth = ['-H', `Authorization: Bearer ${bench.key}`];
  const { stdout } = await run('curl', ['-sS', '-i', ...auth, ...args, bench.host.url + path]);
  return stdout;
}
const json = (body: object): string[] => [
  '-H',
  'Content-Type: application/json',
  '-d',
  JSON.stringify(body),
];

describe.runIf(hasCurl)('curl', () => {
  it('streams a conversation with -N', async () => {
    await bench.scriptConversation();
    const messages = [{ role: 'user', content: question }];
    const answer = await curl('/v1/chat/completions', '-N', ...json({ messages, stream: true }));
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toMatch(/^Content-Type: text\/event-stream/im);
    const seen = { text: '', reasoning: '' };
    for (const [, data] of answer.matchAll(/^data: (\{.*\})$/gm)) {
      const { choices } = JSON.parse(data!) as {
        choices: { delta: { content?: string; reasoning_content?: string } }[];
      };
      seen.text += choices[0]?.delta.content ?? '';
      seen.reasoning += choices[0]?.delta.reasoning_content ?? '';
    }
    bench.expectConversation(seen);
    expect(answer.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('is told what is wrong when the content type is forgotten', async () => {
    const answer = await curl('/v1/chat/completions', '-d', '{"messages":[]}');
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
    expect(answer).toContain('Content-Type: application/json');
  });

  it('can speak HTTP/1.0', async () => {
    bench.upstream.reply({ text: 'Hello' });
    const messages = [{ role: 'user', content: 'Hi' }];
    const answer = await curl(
      '/v1/chat/completions',
      '--http1.0',
      ...json({ messages, stream: true }),
    );
    expect(answer).toContain('"content":"Hello"');
    expect(answer).not.toMatch(/transfer-encoding: chunked/i);
  });
});
