import { addressesOf } from '../../shared/clients/client.ts';
import type { Dialect } from './dialects.ts';
import type { Answer, Call, Exchange } from './exchange.ts';
import { explainNoAnswer, explainStatus } from './explain.ts';
import { checkReadable } from './readable.ts';

/** What the steps of a test share: the server, and how this client calls it. */
export interface Probe {
  dialect: Dialect;
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
  dialect: Dialect;
  baseUrl: string;
  /** Empty where none is set; clients then send an empty one. */
  key: string;
  signal: AbortSignal;
  exchange: Exchange;
}

/** Something that calls the server as a client does. */
export function createProbe(options: ProbeOptions): Probe {
  const { dialect, key, signal, exchange } = options;
  const { origin, port } = addressesOf(options.baseUrl);

  const common: Record<string, string> = {
    // Not the client's: Activity should tell a test from the client itself.
    'user-agent': 'Hermes-Tray-Self-Test',
    ...(dialect.host && { host: `${dialect.host}:${port}` }),
    ...(dialect.origin && { origin: dialect.origin }),
  };
  const keyed: Record<string, string> = Object.fromEntries(
    dialect.keyHeaders.map((name) => [name, name === 'authorization' ? `Bearer ${key}` : key]),
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
    dialect,
    origin,
    async send(method, path, body) {
      const answer = await call({
        method,
        url: origin + path,
        headers: { ...common, ...keyed, ...dialect.headers },
        ...(body && { body }),
      });
      if (answer.status >= 400) throw await explainStatus(answer);
      if (dialect.origin) checkReadable(answer, dialect.origin);
      return answer;
    },
    preflight: (path) =>
      call({
        method: 'OPTIONS',
        url: origin + path,
        headers: {
          ...common,
          'access-control-request-method': 'POST',
          'access-control-request-headers': dialect.preflightHeaders.join(','),
          'access-control-request-private-network': 'true',
        },
      }),
  };
}
