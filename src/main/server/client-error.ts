import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from './api-error.ts';
import { errorBody } from './error-response.ts';
import { newRequestId } from './middleware/request-id.ts';

/**
 * Answers a request that Node could not read: malformed, too large a header, or too slow.
 * It never reached the app, so the answer is written to the socket itself.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, code, message } = explain(error.code);
  const body = JSON.stringify(
    errorBody(new ApiError(message, { status, type: 'invalid_request_error', code })),
  );
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      'Content-Type: application/json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n` +
      `x-request-id: ${newRequestId()}\r\n` +
      `Connection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

function explain(code = ''): { status: number; code: string; message: string } {
  const known: Record<string, ReturnType<typeof explain>> = {
    ERR_HTTP_REQUEST_TIMEOUT: {
      status: 408,
      code: 'request_timeout',
      message: 'The request took too long to arrive.',
    },
    HPE_HEADER_OVERFLOW: {
      status: 431,
      code: 'headers_too_large',
      message: 'The request headers are too large.',
    },
  };
  return (
    known[code] ?? { status: 400, code: 'malformed_request', message: 'This is not valid HTTP.' }
  );
}
