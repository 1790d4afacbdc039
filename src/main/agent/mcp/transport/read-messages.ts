import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { isRecord } from '../../../../shared/is-record.ts';

/**
 * What a server sent, in the form the protocol asks for. Servers in Rust, Go and C# write absent
 * fields as `null`, others add fields, leave out `jsonrpc` or answer with `result: null`; the
 * protocol's own library refuses all of these, and a refused answer is one that never comes.
 */

/** Fields that hold data of a tool's own, in which `null` may mean something. */
const opaque = new Set(['structuredContent', 'inputSchema', 'outputSchema', 'arguments', 'data']);
/** Levels that are looked through; below them everything stays as it is. */
const deepest = 40;
/** Of JSON-RPC: the answer is wrong, through no fault of the request. */
const internalError = -32_603;

/**
 * The messages in a parsed JSON text: one, several of a batch, or none in what is no message.
 * Requests keep their parameters, answers their results, both without `null` for what is absent.
 */
export function messagesOf(json: unknown): JSONRPCMessage[] {
  if (Array.isArray(json)) return json.flatMap(messagesOf);
  if (!isRecord(json)) return [];
  const id =
    typeof json.id === 'string' || Number.isInteger(json.id) ? (json.id as string) : undefined;
  const known = id === undefined ? {} : { id };
  if (typeof json.method === 'string') {
    const params = isRecord(json.params) ? { params: withoutNulls(json.params) as object } : {};
    return [{ jsonrpc: '2.0', ...known, method: json.method, ...params } as JSONRPCMessage];
  }
  if (json.error !== undefined && json.error !== null) {
    return [{ jsonrpc: '2.0', ...known, error: errorOf(json.error) }];
  }
  if (id === undefined || !('result' in json)) return [];
  const result = json.result ?? {};
  if (!isRecord(result))
    return [failure(id, `It answered ${JSON.stringify(result)}, which is no result`)];
  return [
    { jsonrpc: '2.0', id, result: handshakeOf(withoutNulls(result) as Record<string, unknown>) },
  ];
}

/** An answer that says that the request with this id failed. */
export function failure(
  id: string | number,
  message: string,
  code = internalError,
): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

function errorOf(error: unknown): { code: number; message: string; data?: unknown } {
  if (!isRecord(error)) return { code: internalError, message: String(error) };
  const { code, message, data } = error;
  return {
    code: Number.isInteger(code) ? (code as number) : internalError,
    message: typeof message === 'string' ? message : 'It gave no reason',
    ...(data === undefined || data === null ? {} : { data }),
  };
}

/** Of the answer to `initialize`, what we go by; its other fields are many, and often malformed. */
function handshakeOf(result: Record<string, unknown>): Record<string, unknown> {
  const { protocolVersion, serverInfo, instructions } = result;
  const isHandshake = 'serverInfo' in result || 'capabilities' in result;
  if (typeof protocolVersion !== 'string' || !isHandshake) return result;
  const { name, version } = isRecord(serverInfo) ? serverInfo : {};
  return {
    protocolVersion,
    capabilities: {},
    serverInfo: { name: textOf(name), version: textOf(version) },
    ...(typeof instructions === 'string' ? { instructions } : {}),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) {
    return value.filter((item) => item !== null).map((item) => withoutNulls(item, depth + 1));
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== null)
    .map(
      ([name, item]) => [name, opaque.has(name) ? item : withoutNulls(item, depth + 1)] as const,
    );
  return Object.fromEntries(entries);
}
