import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ApiError, apiError } from '../errors/api-error.ts';
import { errorBody } from '../errors/error-response.ts';
import { newRequestId } from '../middleware/request-id.ts';

/**
 * Answers a request that Node could not read: malformed, too large a header, or too slow.
 * It never reached the app, so the answer is written to the socket itself.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const explained = explain(error.code);
  const { status } = explained;
  const body = JSON.stringify(errorBody(explained));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      'Content-Type: application/json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n` +
      `x-request-id: ${newRequestId()}\r\n` +
      `Connection: close\r\n\r\n${body}`,
    () => socket.destroy(),
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
