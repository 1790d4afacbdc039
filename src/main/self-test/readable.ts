import type { Answer } from './exchange.ts';
import { SelfTestFailure } from './self-test-failure.ts';

/**
 * Whether a browser hands an answer to a page of this origin.
 * @throws {SelfTestFailure} when not
 */
export function checkReadable(answer: Answer, origin: string): void {
  const allowed = answer.headers['access-control-allow-origin'];
  if (allowed === '*' || allowed === origin) return;
  throw new SelfTestFailure(
    allowed === undefined
      ? `The browser would block the answer: it lacks Access-Control-Allow-Origin for ${origin}. Look at Server › Allowed web origins.`
      : `The browser would block the answer: it is meant for ${allowed}, not for ${origin}. Look at Server › Allowed web origins.`,
  );
}
