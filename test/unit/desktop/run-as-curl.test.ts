import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { runAsCurl } from '../../../src/main/desktop/state/run-as-curl.ts';
import type { RunOrigin } from '../../../src/main/runs/run.ts';

const origin: RunOrigin = {
  api: 'chat.completions',
  requestId: 'req_1',
  client: 'ChatBox',
  method: 'POST',
  path: '/v1/chat/completions?x=1&y=2',
  headers: {
    host: '127.0.0.1:8642',
    'content-type': 'application/json',
    'content-length': '123',
    authorization: 'Bearer [redacted]',
    'x-title': "Anna's chat",
    'idempotency-key': 'abc',
    'sec-fetch-mode': 'cors',
  },
  body: { model: 'hermes-agent', stream: true, messages: [{ role: 'user', content: 'Hello' }] },
};

/** What a real shell makes of a command: the arguments curl is given, and its standard input. */
async function inShell(command: string): Promise<{ args: string[]; input: string }> {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\1'; case "$*" in *@-*) cat;; esac; }\n${command}`;
  // A person pastes it into a shell, which reads it as it comes; as an argument it could be too long.
  const shell = spawn('/bin/sh', [], { env: { HERMES_KEY: 'the key' } });
  shell.stdin.end(script);
  const stdout = await text(shell.stdout);
  const [args = '', input = ''] = stdout.split('\u0001');
  return { args: args.split('\0').slice(0, -1), input };
}

describe('a run as a curl command', () => {
  it('reads as one would write it', () => {
    expect(runAsCurl(origin, 'http://127.0.0.1:8642')).toBe(
      [
        "curl -N 'http://127.0.0.1:8642/v1/chat/completions?x=1&y=2'",
        '-H "Authorization: Bearer $HERMES_KEY"',
        "-H 'content-type: application/json'",
        String.raw`-H 'x-title: Anna'\''s chat'`,
        `--data-raw '{"model":"hermes-agent","stream":true,"messages":[{"role":"user","content":"Hello"}]}'`,
      ].join(' \\\n  '),
    );
  });

  it('gives curl the key from the environment, and no header of the old connection', async () => {
    const { args } = await inShell(runAsCurl(origin, 'http://127.0.0.1:8642'));
    expect(args).toContain('Authorization: Bearer the key');
    expect(args).toContain("x-title: Anna's chat");
    expect(args.join('\n')).not.toMatch(/^(host|content-length|idempotency-key|sec-fetch)/im);
  });

  it.each([
    `it's "quoted" and \`run\` $(id) $HOME \\ ! # & ; | < > * ?`,
    'several\nlines\r\nand a tab\t, ünï¢ödé 🙂',
    "'",
    `'; rm -rf "$HOME"; '`,
  ])('hands over any text unchanged: %j', async (content) => {
    const body = { messages: [{ role: 'user', content }] };
    const { args } = await inShell(runAsCurl({ ...origin, body }, 'http://127.0.0.1:8642'));
    expect(JSON.parse(args.at(-1)!)).toEqual(body);
  });

  it('hands a body of megabytes over by standard input', async () => {
    const body = { input: "HERMES_BODY\n$HOME `id` ' ".repeat(100_000) };
    const { args, input } = await inShell(runAsCurl({ ...origin, body }, 'http://x'));
    expect(args.slice(-2)).toEqual(['--data-binary', '@-']);
    expect(JSON.parse(input)).toEqual(body);
  });

  it('names another method, and leaves out what was not sent', () => {
    const command = runAsCurl(
      { ...origin, method: 'DELETE', path: '/v1/responses/r', headers: {}, body: undefined },
      'http://x',
    );
    expect(command).toBe("curl 'http://x/v1/responses/r' \\\n  -X DELETE");
  });

  it('says so when the kept body is not all that was sent', () => {
    for (const content of ['the key is [redacted]', 'aaa… (12,345 more characters)']) {
      const body = { messages: [{ role: 'user', content }] };
      expect(runAsCurl({ ...origin, body }, 'http://x')).toMatch(
        /^# Secrets and very long texts were left out of the body\.\ncurl /,
      );
    }
    expect(runAsCurl(origin, 'http://x')).not.toContain('#');
  });
});
