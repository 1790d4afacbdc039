import { addressesOf } from '../../shared/clients/connection.ts';
import type { ClientCalls } from '../../shared/clients/calls.ts';
import type { Answer, Call, Exchange } from './exchange.ts';
import { explainNoAnswer, explainStatus } from './explain.ts';
import { checkReadable } from './readable.ts';

/** What the steps of a test share: the server, and how this client calls it. */
export interface Probe {
  calls: ClientCalls;
  /** The server without a path. */
  origin: string;
  /**
   * Calls as this client does, with its headers and the key.
   * @param path behind the server's origin
   * @throws {SelfTestFailure} when no answer comes, its status is an error, or a browser would keep
   *   it from the page
   */
  send(method: Call['method'], path: string, body?: Record<string, unknown>): Promise<Answer>;
  /** A preflight, as a browser makes it; its status is not judged. */
  preflight(path: string): Promise<Answer>;
}

/** What a probe is made of. */
export interface ProbeOptions {
  calls: ClientCalls;
  baseUrl: string;
  /** Empty where none is set; clients then send an empty one. */
  key: string;
  signal: AbortSignal;
  exchange: Exchange;
}

/** Something that calls the server as a client does. */
export function createProbe(options: ProbeOptions): Probe {
  const { calls, key, signal, exchange } = options;
  const { origin, port } = addressesOf(options.baseUrl);

  const common: Record<string, string> = {
    // Not the client's: Activity should tell a test from the client itself.
    'user-agent': 'Hermes-Tray-Self-Test',
    ...(calls.host && { host: `${calls.host}:${port}` }),
    ...(calls.origin && { origin: calls.origin }),
  };
  const keyed: Record<string, string> = Object.fromEntries(
    calls.keyHeaders.map((name) => [name, name === 'authorization' ? `Bearer ${key}` : key]),
  );

  const explained = (error: unknown): never => {
    signal.throwIfAborted();
    throw explainNoAnswer(error, origin);
  };
  const call = async (request: Call): Promise<Answer> => {
    const answer = await exchange(request, signal).catch(explained);
    return { ...answer, text: () => answer.text().catch(explained) };
  };

  return {
    calls,
    origin,
    async send(method, path, body) {
      const answer = await call({
        method,
        url: origin + path,
        headers: { ...common, ...keyed, ...calls.headers },
        ...(body && { body }),
      });
      if (answer.status >= 400) throw await explainStatus(answer);
      if (calls.origin) checkReadable(answer, calls.origin);
      return answer;
    },
    preflight: (path) =>
      call({
        method: 'OPTIONS',
        url: origin + path,
        headers: {
          ...common,
          'access-control-request-method': 'POST',
          'access-control-request-headers': calls.preflightHeaders.join(','),
          'access-control-request-private-network': 'true',
        },
      }),
  };
}
