import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startScriptedUpstream } from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';

/** A host over a scripted model service, for the tests of one client. */
export interface ClientBench {
  upstream: ScriptedUpstream;
  host: TestHost;
  /** `http://127.0.0.1:PORT/v1` */
  baseUrl: string;
  key: string;
  /** Scripts a conversation in which the agent reads a real file and runs a real command. */
  scriptConversation(): Promise<void>;
  /** Checks what the client's person must have seen of it, and that the tools really ran. */
  expectConversation(seen: { text: string; reasoning?: string }): void;
  close(): Promise<void>;
}

export const question = 'Which word is in notes.txt? Then create made.txt.';

export async function openClientBench(): Promise<ClientBench> {
  const upstream = await startScriptedUpstream();
  const host = await startTestHost({
    upstream: upstream.url,
    settings: { agent: { approvals: 'allow' } },
  });
  const made = path.join(host.workspace, 'made.txt');
  return {
    upstream,
    host,
    baseUrl: `${host.url}/v1`,
    key: host.key!,
    async scriptConversation() {
      await writeFile(path.join(host.workspace, 'notes.txt'), 'The word is kumquat.\n');
      upstream.reply(
        {
          text: ['I ', 'look.'],
          toolCalls: [
            { name: 'read_file', arguments: { path: 'notes.txt' } },
            { name: 'terminal', arguments: { command: 'echo yes > made.txt' } },
          ],
        },
        { text: ['It is ', 'kumquat.'] },
      );
    },
    expectConversation({ text, reasoning }) {
      expect(text).toBe('I look.\n\nIt is kumquat.');
      if (reasoning !== undefined) {
        expect(reasoning).toMatch(/▸ read_file: .*notes\.txt[^]*▸ terminal: `echo yes > made\.txt/);
      }
      const results = upstream.requests
        .at(-1)!
        .body.messages.filter((message) => message.role === 'tool');
      expect(results[0]!.content).toContain('kumquat');
      expect(existsSync(made)).toBe(true);
    },
    async close() {
      await host.close();
      await upstream.close();
    },
  };
}
