import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Every response': [
    {
      promise: 'a stream has its x-request-id',
      find: '    this.#response.writeHead(200, {',
      replace: `    this.#response.removeHeader('x-request-id');
    this.#response.writeHead(200, {`,
      test: 'test/http/routes.test.ts',
      name: 'stands on',
    },
  ],
  'Auth, Host, CORS: web pages': [
    {
      promise: 'CORS headers stand on a stream',
      find: '    this.#response.writeHead(200, {',
      replace: `    this.#response.removeHeader('Access-Control-Allow-Origin');
    this.#response.writeHead(200, {`,
      test: 'test/http/access.test.ts',
      name: 'a stream',
    },
    {
      promise: 'CORS headers stand on a streamed response',
      find: '    this.#response.writeHead(200, {',
      replace: `    this.#response.removeHeader('Access-Control-Allow-Origin');
    this.#response.writeHead(200, {`,
      test: 'test/http/access.test.ts',
      name: 'a streamed response',
    },
    {
      promise: 'CORS headers stand on the events of a run',
      find: '    this.#response.writeHead(200, {',
      replace: `    this.#response.removeHeader('Access-Control-Allow-Origin');
    this.#response.writeHead(200, {`,
      test: 'test/http/access.test.ts',
      name: 'the events of a run',
    },
  ],
  'Chat completions: streams': [
    {
      promise: 'a stream is text/event-stream',
      find: "'Content-Type': 'text/event-stream; charset=utf-8',",
      replace: "'Content-Type': 'text/plain; charset=utf-8',",
      test: 'test/http/chat-stream.test.ts',
      name: 'has the headers of an event stream',
    },
    {
      promise: 'a stream is not cached',
      find: "'Cache-Control': 'no-cache',",
      replace: '',
      test: 'test/http/chat-stream.test.ts',
      name: 'has the headers of an event stream',
    },
    {
      promise: 'a stream is not buffered by proxies',
      find: "'X-Accel-Buffering': 'no',",
      replace: '',
      test: 'test/http/chat-stream.test.ts',
      name: 'has the headers of an event stream',
    },
    {
      promise: 'the role chunk leaves with the headers',
      find: 'if (preamble) this.#response.write(preamble);',
      replace: `if (preamble) {
      this.#response.flushHeaders();
      this.#batch = preamble + this.#batch;
    }`,
      test: 'test/http/chat-stream.test.ts',
      name: 'sends its headers and role at once, long before the first text',
    },
    {
      promise: 'chunks come in order',
      find: 'this.#batch += frames;',
      replace: 'this.#batch = frames + this.#batch;',
      test: 'test/http/chat-stream.test.ts',
      name: 'is a role chunk, the text deltas, a finish chunk with usage, and [DONE]',
    },
    {
      promise: 'a write has whole frames',
      find: 'if (this.#response.write(batch)) {',
      replace: `this.#response.write(batch.slice(0, 40));
    if (this.#response.write(batch.slice(40))) {`,
      test: 'test/http/chat-stream.test.ts',
      name: 'sends all deltas of one tick in one write',
    },
    {
      promise: 'the last write has whole frames',
      find: 'this.#response.end(batch);',
      replace: `this.#response.write(batch.slice(0, 40));
    this.#response.end(batch.slice(40));`,
      test: 'test/http/chat-stream.test.ts',
      name: 'sends all deltas of one tick in one write',
    },
    {
      promise: 'frames of one tick leave in one write',
      find: 'this.#scheduled ??= setImmediate(() => this.#flush());',
      replace: 'this.#flush();',
      test: 'test/http/chat-stream.test.ts',
      name: 'sends all deltas of one tick in one write',
    },
    {
      promise: 'silence is broken by comments',
      find: "const keepaliveComment = ': keepalive\\n\\n';",
      replace: "const keepaliveComment = 'data: keepalive\\n\\n';",
      test: 'test/http/chat-stream.test.ts',
      name: 'keeps a silent connection alive with comments',
    },
    {
      promise: 'a comment comes after each silence, not once',
      find: `if (!this.#draining) this.#response.write(this.#options.keepaliveFrame ?? keepaliveComment);
    this.#keepalive?.refresh();`,
      replace:
        'if (!this.#draining) this.#response.write(this.#options.keepaliveFrame ?? keepaliveComment);',
      test: 'test/unit/server/streaming/sse-writer.test.ts',
      name: 'is sent after each silence',
    },
    {
      promise: 'a comment comes after silence only',
      find: `const wasFull = batch.length > longestBatch;
    this.#keepalive?.refresh();`,
      replace: 'const wasFull = batch.length > longestBatch;',
      test: 'test/unit/server/streaming/sse-writer.test.ts',
      name: 'is not sent while frames are sent',
    },
  ],
  'Faults: clock': [
    {
      promise: 'a jump leaves the keepalive as it was',
      find: 'setTimeout(() => this.#keepAlive(), this.#options.keepaliveMs);',
      replace:
        '((end) => setInterval(() => Date.now() > end && (() => this.#keepAlive())(), 20))(Date.now() + this.#options.keepaliveMs);',
      test: 'test/http/faults/clock.test.ts',
      name: 'keeps silent streams alive as before',
    },
  ],
  'Chat completions: what a client sees of the work': [
    {
      promise: 'a heartbeat comes after each two seconds without a frame',
      find: 'this.#heartbeat = setTimeout(() => this.#beat(), beatMs);',
      replace: 'this.#heartbeat = setTimeout(() => this.#beat(), 60 * beatMs);',
      test: 'test/unit/server/streaming/sse-writer.test.ts',
      name: 'comes after each two seconds without a frame',
    },
    {
      promise: 'comments come beside the heartbeats',
      find: "if (frame !== '') this.#response.write(frame);",
      replace: "if (frame !== '') this.write(frame);",
      test: 'test/unit/server/streaming/sse-writer.test.ts',
      name: 'does not keep the comments away',
    },
  ],
};
