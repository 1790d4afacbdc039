import type { timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { beforeEach, expect, it, vi } from 'vitest';
import { authenticate } from '../../../../src/main/server/middleware/authenticate.ts';

const compared = vi.hoisted(() => vi.fn<(a: Uint8Array, b: Uint8Array) => void>());
// The real comparison runs; it is only watched. Its time cannot be measured on a busy machine.
vi.mock('node:crypto', async (load) => {
  const crypto = await load<{ timingSafeEqual: typeof timingSafeEqual }>();
  const watched: typeof timingSafeEqual = (a, b) => {
    compared(a as Uint8Array, b as Uint8Array);
    return crypto.timingSafeEqual(a, b);
  };
  return { ...crypto, timingSafeEqual: watched };
});
beforeEach(() => compared.mockClear());

const check = authenticate(() => ({ apiKey: 'sk-the-key', boundToNetwork: false }));

/** What the middleware hands on: undefined where the request passes. */
function problemWith(headers: Record<string, string>): unknown {
  const next = vi.fn();
  check({ headers } as Request, {} as Response, next);
  return next.mock.calls[0]![0];
}

it.each(['s', 'sk-the-kez', 'xk-the-key', 'sk-the-key-and-much-more', 'sk-the-key'])(
  'compares %s in constant time, whatever its length and where it differs',
  (key) => {
    for (const [name, value] of [
      ['authorization', `Bearer ${key}`],
      ['x-api-key', key],
    ] as const) {
      compared.mockClear();
      expect(problemWith({ [name]: value }) === undefined).toBe(key === 'sk-the-key');
      expect(compared).toHaveBeenCalledOnce();
      // Digests: both are equally long, and neither is the key.
      for (const side of compared.mock.calls[0]!) expect(side).toHaveLength(32);
    }
  },
);
