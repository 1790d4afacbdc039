import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { hostKey } from './processes.mjs';

/** Connections that are kept, one for each client. */
export const newClient = () => new Agent({ keepAlive: true, maxSockets: Infinity });

/**
 * Asks for a stream and reads it to its end.
 * @param {string} url base of the API
 * @param {{ tokens: number, rate: number, agent: Agent, onToken?: (at: number) => void }} options
 *   `rate`: tokens a second, 0 for as fast as they come; `onToken` is called for each token with the
 *   time at which its network chunk came
 * @returns {Promise<number>} milliseconds to the first token
 * @throws when the stream is not whole
 */
export function readStream(url, { tokens, rate, agent, onToken }) {
  const body = JSON.stringify({
    model: 'bench-model',
    stream: true,
    messages: [{ role: 'user', content: `tokens=${tokens} rate=${rate}` }],
  });
  const headers = {
    authorization: `Bearer ${hostKey}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let firstMs;
    let last = Buffer.alloc(0);
    const outgoing = request(
      `${url}/chat/completions`,
      { method: 'POST', agent, headers },
      (answer) => {
        answer.on('data', (chunk) => {
          if (firstMs === undefined && chunk.includes('" token"')) {
            firstMs = performance.now() - startedAt;
          }
          if (onToken) countTokens(chunk, onToken);
          last = chunk;
        });
        answer.on('end', () => {
          const whole = firstMs !== undefined && last.includes('data: [DONE]');
          if (answer.statusCode === 200 && whole) resolve(firstMs);
          else
            reject(
              new Error(`Broken stream (${answer.statusCode}): …${last.subarray(-500).toString()}`),
            );
        });
        answer.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The whole text of a streamed answer to `text`. */
export async function ask(url, { text, agent }) {
  const body = JSON.stringify({ stream: true, messages: [{ role: 'user', content: text }] });
  const headers = { authorization: `Bearer ${hostKey}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, headers };
    const outgoing = request(`${url}/chat/completions`, options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve(Buffer.concat(chunks).toString()));
      answer.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Tokens whose text is cut by the border of two chunks count with neither; there are next to none. */
function countTokens(chunk, onToken) {
  const at = performance.now();
  for (
    let from = chunk.indexOf('" token"');
    from >= 0;
    from = chunk.indexOf('" token"', from + 8)
  ) {
    onToken(at);
  }
}

/** Tokens a second through `url`, by so many clients at once, each reading one stream. */
export async function tokensPerSecond(url, { clients, tokens, agent }) {
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, () => readStream(url, { tokens, rate: 0, agent })),
  );
  return (clients * tokens * 1000) / (performance.now() - startedAt);
}
