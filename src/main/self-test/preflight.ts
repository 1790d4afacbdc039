import type { Answer } from './exchange.ts';
import { errorMessage } from './explain.ts';
import type { Probe } from './probe.ts';
import { checkReadable } from './readable.ts';
import { SelfTestFailure } from './self-test-failure.ts';

/**
 * The question a browser asks before it lets a page call.
 * @returns what came back, for the person
 * @throws {SelfTestFailure} naming what the browser would block
 */
export async function checkPreflight(probe: Probe, path: string): Promise<string> {
  const { origin, preflightHeaders } = probe.calls;
  const answer = await probe.preflight(path);
  const body = await answer.text();
  if (answer.status < 200 || answer.status > 299) {
    const said = errorMessage(body) ?? '';
    throw new SelfTestFailure(
      `The browser’s question whether ${origin} may call was answered with ${answer.status}. ${said}`.trim(),
    );
  }
  checkReadable(answer, origin ?? '');
  const allowed = listOf(answer, 'access-control-allow-headers');
  const missing = preflightHeaders.filter(
    // A star does not cover Authorization, by the Fetch standard.
    (name) => !allowed.includes(name) && (name === 'authorization' || !allowed.includes('*')),
  );
  if (missing.length > 0) {
    throw new SelfTestFailure(
      `The browser would block the request: the server does not allow the header${missing.length > 1 ? 's' : ''} ${missing.join(', ')}.`,
    );
  }
  if (answer.headers['access-control-allow-private-network'] !== 'true') {
    throw new SelfTestFailure(
      'Chrome would block the request: the answer lacks Access-Control-Allow-Private-Network.',
    );
  }
  return `${origin} may call, with ${preflightHeaders.length} headers.`;
}

function listOf(answer: Answer, header: string): string[] {
  const value = answer.headers[header];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text.split(',').map((each) => each.trim().toLowerCase());
}
