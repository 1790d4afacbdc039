import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ApiError, apiError } from '../errors/api-error.ts';
import { errorBody } from '../errors/error-response.ts';
import { newRequestId } from '../middleware/request-id.ts';

/** How long a refused client may go on sending before it is cut off, in milliseconds. */
const lingerMs = 1_000;

/**
 * Returns a listener for a server's `clientError`: answers a request that Node could not read
 * (malformed, too large a header, or too slow). It never reached the app, so the answer is written to
 * the socket itself. What the client still sends is read and dropped for a second: closing a socket
 * with bytes unread resets the connection, and the client would lose the answer (RFC 9112, 9.6).
 */
export function createClientErrorHandler(): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  const answered = new WeakSet<Duplex>();
  return (error, socket) => {
    // Each further piece of a refused request is an error again.
    if (answered.has(socket)) return;
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    answered.add(socket);
    socket.end(answerTo(error.code));
    const cut = setTimeout(() => socket.destroy(), lingerMs);
    socket.once('close', () => clearTimeout(cut));
    socket.once('end', () => socket.destroy());
    socket.resume();
  };
}

/** The bytes of the answer. */
function answerTo(code?: string): string {
  const explained = explain(code);
  const { status } = explained;
  const body = JSON.stringify(errorBody(explained));
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
    'Content-Type: application/json; charset=utf-8\r\n' +
    `Content-Length: ${Buffer.byteLength(body)}\r\n` +
    `x-request-id: ${newRequestId()}\r\n` +
    `Connection: close\r\n\r\n${body}`
  );
}

function explain(code = ''): ApiError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return apiError('request_timeout', 'The request took too long to arrive.');
    case 'HPE_HEADER_OVERFLOW':
      return apiError('headers_too_large', 'The request headers are too large.');
    default:
      return apiError('malformed_request', 'This is not valid HTTP.');
  }
}
