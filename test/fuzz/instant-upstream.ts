import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { completionOf, framesOf } from '../support/scripted-frames.ts';
import type { ScriptedReply } from '../support/scripted-upstream.ts';
import type OpenAI from 'openai';

type ChatRequestBody = OpenAI.Chat.Completions.ChatCompletionCreateParams;

/** A model service that answers at once and keeps nothing, for any number of requests. */
export interface InstantUpstream {
  /** `http://127.0.0.1:PORT/v1` */
  url: string;
  close(): Promise<void>;
}

/** @param answer what to reply to the n-th request, counted from 0 */
export async function startInstantUpstream(
  answer: (body: ChatRequestBody, index: number) => ScriptedReply,
): Promise<InstantUpstream> {
  let count = 0;
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json');
      response.end('{"object":"list","data":[]}');
      return;
    }
    json(request).then(
      (parsed) => {
        if (request.url!.endsWith('/embeddings')) {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ object: 'list', data: [{ index: 0, embedding: [1] }] }));
          return;
        }
        const body = parsed as ChatRequestBody;
        const reply = answer(body, count);
        count += 1;
        response.setHeader('content-type', body.stream ? 'text/event-stream' : 'application/json');
        if (body.stream) for (const frame of framesOf(reply, body)) response.write(frame);
        else response.write(JSON.stringify(completionOf(reply, body.model)));
        response.end();
      },
      // The host left in the middle of its request.
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
