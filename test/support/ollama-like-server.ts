import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { ScriptedUpstream } from './scripted-upstream.ts';

export interface OllamaLikeServer {
  /** `http://127.0.0.1:PORT/v1` */
  url: string;
  /** Tokens each model is loaded with; null: not told, as by older versions. */
  context: number | null;
  /** Names of the models in memory, with their tags. */
  loaded: Set<string>;
  /** Calls of Ollama's own API, in order: `GET /api/ps`. */
  calls: string[];
  /** Whether loading a model never ends. */
  stuck: boolean;
  close(): Promise<void>;
}

/** Ollama's own API before a scripted upstream, which answers all that is OpenAI's. */
export async function startOllamaLikeServer(upstream: ScriptedUpstream): Promise<OllamaLikeServer> {
  const server = createServer((request, response) => {
    const call = `${request.method} ${request.url}`;
    if (!request.url!.startsWith('/api/')) {
      const { method, headers } = request;
      const onward = forward(new URL(request.url!, upstream.url), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
      return;
    }
    self.calls.push(call);
    if (call === 'GET /api/ps') {
      const context = self.context === null ? {} : { context_length: self.context };
      const models = [...self.loaded].map((name) => ({ name, model: name, ...context }));
      response.end(JSON.stringify({ models }));
    } else if (call === 'POST /api/generate') {
      if (self.stuck) return;
      void json(request).then((body) => {
        const { model } = body as { model: string };
        self.loaded.add(model.includes(':') ? model : `${model}:latest`);
        response.end(JSON.stringify({ model, response: '', done: true, done_reason: 'load' }));
      });
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const self: OllamaLikeServer = {
    url: `http://127.0.0.1:${port}/v1`,
    context: 32_768,
    loaded: new Set(),
    calls: [],
    stuck: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return self;
}
