/**
 * A model service that costs next to nothing, in a process of its own: frames are made once, and
 * written straight to the sockets. What it does stands in the request's text, so that it can be told
 * through a host that sets the model itself: `tokens=2000 rate=0`.
 *
 * rate 0: as fast as the reader takes it, one token a stream and turn, as separate writes.
 * rate n: n tokens a second and stream.
 * run=command: calls `terminal` with this word first, and answers with what it said.
 * search=a|b: calls `search_files` for each of these first, and answers with what that found.
 * judge=n: asks `terminal` for n commands of up to 64 KiB first, of which none may run.
 */
import { createServer } from 'node:net';

const phases = 16;

const chunked = (text) => Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
const frame = (delta, finishReason, extra = {}) =>
  chunked(
    `data: ${JSON.stringify({
      id: 'chatcmpl-bench0123456789abcdefghijk',
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model: 'bench-model',
      system_fingerprint: 'fp_0123456789',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...extra,
    })}\n\n`,
  );

const head = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\n' +
    'connection: keep-alive\r\ntransfer-encoding: chunked\r\n\r\n',
);
const first = frame({ role: 'assistant', content: '' }, null);
const token = frame({ content: ' token' }, null);
const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
const end = Buffer.concat([
  frame({}, 'stop'),
  frame({}, null, { choices: [], usage }),
  chunked('data: [DONE]\n\n'),
  Buffer.from('0\r\n\r\n'),
]);

/** An answer that calls a tool once with each of these arguments, all at once. */
const toolCalls = (name, all) =>
  Buffer.concat([
    head,
    first,
    ...all.map((args, index) =>
      frame(
        {
          tool_calls: [
            {
              index,
              id: `call_${index}`,
              type: 'function',
              function: { name, arguments: JSON.stringify(args) },
            },
          ],
        },
        null,
      ),
    ),
    frame({}, 'tool_calls'),
    chunked('data: [DONE]\n\n'),
    Buffer.from('0\r\n\r\n'),
  ]);

const longest = 64 * 1024;
const pieces = ['echo hello world; ', 'a=$a$a; ', '"$(echo x)" ', "python3 -c 'import os' ; ", 'x'];
let made = 0;
/** Commands of all lengths up to 64 KiB; each ends with what needs approval. */
const longCommands = (count) =>
  Array.from({ length: count }, () => {
    made += 1;
    const piece = pieces[made % pieces.length];
    const length = (made * 7919) % (longest - 32);
    return {
      command: `: ${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)}\nrm -rf src`,
    };
  });

/** Streams that go as fast as they can, and those with a rate, by rate and phase. */
const fast = new Set();
const paced = new Map();
let turning = false;
let opened = 0;

const step = (stream, streams) => {
  const { socket } = stream;
  if (socket.destroyed) return streams.delete(stream);
  if (socket.writableNeedDrain) return;
  socket.write(token);
  stream.left -= 1;
  if (stream.left === 0) {
    socket.write(end);
    streams.delete(stream);
  }
};

const turn = () => {
  for (const stream of fast) step(stream, fast);
  turning = fast.size > 0;
  if (turning) setImmediate(turn);
};

const startPaced = (stream, rate) => {
  const key = `${rate}:${opened++ % phases}`;
  let streams = paced.get(key);
  if (!streams) {
    streams = new Set();
    paced.set(key, streams);
    const timer = setInterval(() => {
      for (const one of streams) step(one, streams);
      if (streams.size > 0) return;
      clearInterval(timer);
      paced.delete(key);
    }, 1000 / rate);
  }
  streams.add(stream);
};

const plain = (body) =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const models = plain(
  JSON.stringify({ object: 'list', data: [{ id: 'bench-model', object: 'model' }] }),
);

const toolResults = (text) =>
  JSON.parse(text.slice(text.indexOf('\r\n\r\n')))
    .messages.filter(({ role }) => role === 'tool')
    .map(({ content }) => content);

const answer = (socket, text) => {
  if (text.startsWith('GET')) return socket.write(models);
  const [, tokens, rate, command, patterns, judged] =
    /tokens=(\d+) rate=(\d+)(?: run=(\w+))?(?: search=([^"]+))?(?: judge=(\d+))?/.exec(text);
  if (judged) {
    if (toolResults(text).length > 0) return socket.write(Buffer.concat([head, token, end]));
    return socket.write(toolCalls('terminal', longCommands(Number(judged))));
  }
  if (patterns || command) {
    const results = toolResults(text);
    if (results.length === 0 && command) {
      return socket.write(toolCalls('terminal', [{ command }]));
    }
    if (results.length === 0) {
      const all = patterns.split('|').map((pattern) => ({ pattern }));
      return socket.write(toolCalls('search_files', all));
    }
    return socket.write(Buffer.concat([head, frame({ content: results.join('\n') }, null), end]));
  }
  const stream = { socket, left: Number(tokens) };
  socket.write(Buffer.concat([head, first]));
  if (Number(rate) > 0) return startPaced(stream, Number(rate));
  if (stream.left === 1) return socket.write(Buffer.concat([token, end]));
  fast.add(stream);
  if (turning) return;
  turning = true;
  setImmediate(turn);
};

// Straight on the socket: a request ends where its content-length says.
const server = createServer({ noDelay: true }, (socket) => {
  let pending = '';
  socket.on('data', (chunk) => {
    pending += chunk.toString('latin1');
    const headEnd = pending.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = Number(/content-length: *(\d+)/i.exec(pending.slice(0, headEnd))?.[1] ?? 0);
    if (pending.length < headEnd + 4 + length) return;
    const text = pending;
    pending = '';
    answer(socket, text);
  });
  socket.on('error', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening ${server.address().port}\n`));
