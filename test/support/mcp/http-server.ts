import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRecord } from '../../../src/shared/is-record.ts';

/** A request as it came, parsed. */
export interface McpRequest {
  method: string;
  id?: number;
  params: Record<string, unknown>;
}

/** An MCP server over HTTP that does what a test tells it. */
export interface HttpMcpServer {
  url: string;
  /** Methods of all requests and notifications, in order. */
  readonly methods: string[];
  /** How often it was asked for this method. */
  count(method: string): number;
  /** Forgets all sessions, as a server does that was restarted. */
  forgetSessions(): void;
  close(): Promise<void>;
  /** Listens again on the same port, with no session. */
  restart(): Promise<void>;
}

export interface HttpMcpOptions {
  /** What a request for a session that is unknown gets: by the standard 404. */
  lost?: { status: number; message: string };
  /** The status with which it answers everything. */
  refuse?: number;
  /** The tools it lists. */
  tools?: unknown[];
  /** Answers a call; undefined lets it be answered "pong". */
  onCall?: (request: McpRequest, response: ServerResponse) => 'taken' | undefined;
}

/** Starts it on a free port of the loopback interface. */
export async function startHttpMcpServer(options: HttpMcpOptions = {}): Promise<HttpMcpServer> {
  const sessions = new Set<string>();
  const methods: string[] = [];
  let count = 0;
  let port = 0;
  const { lost = { status: 404, message: 'Session not found' } } = options;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // As a server does that was restarted: no connection outlives it.
    response.setHeader('connection', 'close');
    if (request.method !== 'POST') return void response.writeHead(405).end();
    if (options.refuse) return void response.writeHead(options.refuse).end('No, thank you');
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const json: unknown = JSON.parse(text);
    const message = (isRecord(json) ? json : {}) as unknown as McpRequest;
    methods.push(message.method);
    const reply = (result: unknown): void => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
    };
    if (message.method === 'initialize') {
      const id = `session-${(count += 1)}`;
      sessions.add(id);
      response.setHeader('mcp-session-id', id);
      const { protocolVersion } = message.params;
      const capabilities = { tools: {} };
      return reply({ protocolVersion, capabilities, serverInfo: { name: 'h', version: '1' } });
    }
    if (!sessions.has(String(request.headers['mcp-session-id']))) {
      response.writeHead(lost.status, { 'content-type': 'application/json' });
      const error = { code: -32_001, message: lost.message };
      return void response.end(JSON.stringify({ jsonrpc: '2.0', error, id: null }));
    }
    if (message.id === undefined) return void response.writeHead(202).end();
    if (message.method === 'tools/list') {
      return reply({ tools: options.tools ?? [{ name: 'ping', inputSchema: { type: 'object' } }] });
    }
    if (message.method === 'tools/call' && options.onCall?.(message, response)) return undefined;
    return reply(
      message.method === 'tools/call' ? { content: [{ type: 'text', text: 'pong' }] } : {},
    );
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const start = async (): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  };
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    methods,
    count: (method) => methods.filter((each) => each === method).length,
    forgetSessions: () => sessions.clear(),
    close,
    async restart() {
      await close();
      sessions.clear();
      await start();
    },
  };
}
