import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ChatMessage } from '../../../src/main/model/model.ts';
import { responsesClient, type ResponsesClient } from '../../support/responses-client.ts';
import {
  startScriptedUpstream,
  type ScriptedReply,
  type ScriptedUpstream,
} from '../../support/scripted-upstream.ts';
import { startTestHost, type TestHost, type TestHostOptions } from '../../support/test-host.ts';
import { conversationOf, promptOf } from '../../support/prompt-of.ts';

/** A host over a scripted model service, for all tests of a file. */
export interface ResponsesBench {
  upstream: ScriptedUpstream;
  host: TestHost;
  client: ResponsesClient;
  /** Ends the host and starts another on the same data. */
  restart(): Promise<void>;
  /** What the n-th request to the model service said, counted from 1, without the core prompt. */
  messagesOf(n: number): ChatMessage[];
  /** The core prompt with the client's layer, of the n-th request. */
  systemOf(n: number): string;
}

/** Starts a bench before the tests of a file and ends it after them. Hangs that are left are cut. */
export function useResponsesBench(options: TestHostOptions = {}): ResponsesBench {
  const bench = {} as ResponsesBench;
  const start = async (dataDir?: string): Promise<void> => {
    bench.host = await startTestHost({
      ...options,
      upstream: bench.upstream.url,
      ...(dataDir ? { dataDir } : {}),
    });
    bench.client = responsesClient(bench.host);
  };
  beforeAll(async () => {
    bench.upstream = await startScriptedUpstream();
    await start();
  });
  afterAll(async () => {
    await bench.host.close();
    await bench.upstream.close();
  });
  afterEach(() => bench.host.host.runs.drain(0, 'server_stopped'));
  return Object.assign(bench, {
    async restart() {
      const { dataDir } = bench.host;
      await bench.host.host.close();
      await start(dataDir);
    },
    messagesOf: (n: number) => conversationOf(bench.upstream.requests[n - 1]!.body.messages),
    systemOf: (n: number) => promptOf(bench.upstream.requests[n - 1]!.body.messages),
  });
}

/** Answers each request with what its last message says, in capitals. */
export function shouting({ messages }: { messages: ChatMessage[] }): ScriptedReply {
  const { content } = conversationOf(messages).at(-1)!;
  return { text: typeof content === 'string' ? content.toUpperCase() : 'PARTS' };
}
