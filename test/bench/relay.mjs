/**
 * The yardstick: the least a server between a client and a model service can do. It parses the body,
 * as any API server must, and pipes the bytes of the answer.
 */
import { Agent, createServer, request } from 'node:http';

const upstream = new URL(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

const server = createServer((incoming, response) => {
  const chunks = [];
  incoming.on('data', (chunk) => chunks.push(chunk));
  incoming.on('end', () => {
    const body = JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()));
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const outgoing = request(
      `${upstream.href}/chat/completions`,
      { method: 'POST', agent, headers },
      (answer) => {
        response.writeHead(answer.statusCode, { 'content-type': answer.headers['content-type'] });
        answer.pipe(response);
      },
    );
    response.on('close', () => outgoing.destroy());
    outgoing.on('error', () => response.destroy());
    outgoing.end(body);
  });
});
server.requestTimeout = 0;
// A connection may rest for as long as others are measured.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`listening ${server.address().port}\n`));
