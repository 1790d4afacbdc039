import { vi } from 'vitest';
import { conversationOf } from './prompt-of.ts';
import {
  startScriptedUpstream,
  type ScriptedReply,
  type ScriptedRequest,
  type ScriptedUpstream,
} from './scripted-upstream.ts';
import { startTestHost, type TestHost, type TestHostOptions } from './test-host.ts';

type Message = ScriptedRequest['body']['messages'][number];

/** A client in a conversation: sends what a person says, and keeps what its kind of client keeps. */
export interface Client {
  /** What it is, for messages of failing tests. */
  readonly name: string;
  /** @param words what the person says */
  ask: (words: string) => Promise<void>;
}

function textOf(message: Message | undefined): string {
  return typeof message?.content === 'string' ? message.content : '';
}

/** How a client sends its conversation. */
export interface ClientOptions {
  api?: 'chat' | 'chain' | 'conversation';
  /** Made anew for each request. */
  system?: () => string;
  headers?: Record<string, string>;
}

/** A host that can be started anew, and the model service that it asks. */
export interface ConversationBench {
  readonly host: TestHost;
  readonly upstream: ScriptedUpstream;
  client(name: string, options?: ClientOptions): Client;
  /** Asks for something beside all conversations. */
  post(path: string, body: object, headers?: Record<string, string>): Promise<string>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts both; the answer to what a person says is given by `answer`. */
export async function startConversationBench(
  answer: (said: string, outputs: number, body: ScriptedRequest['body']) => ScriptedReply,
  options: Omit<TestHostOptions, 'upstream'> = {},
): Promise<ConversationBench> {
  const upstream = await startScriptedUpstream();
  upstream.replyWith((body) => {
    const messages = conversationOf(body.messages);
    const asked = messages.findLastIndex(({ role }) => role === 'user');
    const outputs = messages.slice(asked).filter(({ role }) => role === 'tool').length;
    return answer(textOf(messages[asked]), outputs, body);
  });
  let host = await startTestHost({ ...options, upstream: upstream.url });

  const post = async (
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<string> => {
    const response = await fetch(host.url + path, {
      method: 'POST',
      headers: { ...host.headers, ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${text}`);
    return text;
  };

  return {
    get host() {
      return host;
    },
    upstream,
    post,
    client(name, { api = 'chat', system, headers } = {}) {
      const history: object[] = [];
      let before: string | undefined;
      const layer = (): object[] => (system ? [{ role: 'system', content: system() }] : []);
      return {
        name,
        async ask(words) {
          if (api === 'chat') {
            history.push({ role: 'user', content: words });
            const text = await post(
              '/v1/chat/completions',
              { messages: [...layer(), ...history] },
              headers,
            );
            const { choices } = JSON.parse(text) as { choices: { message: Message }[] };
            // A chat client keeps only the text.
            history.push({ role: 'assistant', content: choices[0]!.message.content });
            return;
          }
          const text = await post(
            '/v1/responses',
            {
              input: words,
              ...(system ? { instructions: system() } : {}),
              ...(api === 'conversation' ? { conversation: name } : {}),
              ...(api === 'chain' && before ? { previous_response_id: before } : {}),
            },
            headers,
          );
          before = (JSON.parse(text) as { id: string }).id;
        },
      };
    },
    async restart() {
      const { dataDir, workspace } = host;
      await host.host.close();
      host = await startTestHost({ ...options, dataDir, workspace, upstream: upstream.url });
    },
    async close() {
      vi.useRealTimers();
      await host.close();
      await upstream.close();
    },
  };
}

/** Requests of the agent itself: neither summaries nor titles, which have no tools. */
export function agentRequests(requests: readonly ScriptedRequest[]): ScriptedRequest[] {
  return requests.filter(({ body }) => body.tools !== undefined);
}

/** Requests for a summary of older turns. */
export function summaryRequests(requests: readonly ScriptedRequest[]): ScriptedRequest[] {
  return requests.filter(({ body }) =>
    textOf(body.messages[0]).startsWith('Below is the older part of a conversation'),
  );
}

const movingBlock =
  /<hermes-context id="\w+">\n# Instructions of the user's program[^]*?<\/hermes-context>\n\n/g;

/**
 * What a model service reads of a request, piece by piece, in the order of most chat templates: tools,
 * then messages, each as its JSON; without layers that move.
 */
export function readBy({ body }: ScriptedRequest): string[] {
  return [
    JSON.stringify(body.tools),
    ...body.messages.map((message) =>
      JSON.stringify(
        message.role === 'user' && typeof message.content === 'string'
          ? { ...message, content: message.content.replaceAll(movingBlock, '') }
          : message,
      ),
    ),
  ];
}
