import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { expect, it } from 'vitest';
import { createRedactor } from '../../../../src/main/log/redactor.ts';
import type { RunOrigin } from '../../../../src/main/runs/run.ts';
import { runOrigin } from '../../../../src/main/server/requests/run-origin.ts';
import { collectGarbage } from '../../../support/collect-garbage.ts';

const redactor = createRedactor();
redactor.setKnown(['sk-of-the-person']);
const response = { locals: {}, getHeader: () => 'req_1' } as unknown as Response;

function requestWith(body: object): Request {
  const headers = { 'user-agent': 'OpenAI/JS 6.0', authorization: 'Bearer sk-of-the-person' };
  return { headers, method: 'POST', originalUrl: '/v1/responses', body } as unknown as Request;
}

it('shows what a client sent without its keys, at once and later', async () => {
  const origin = runOrigin(
    'responses',
    requestWith({ input: 'sk-of-the-person' }),
    response,
    redactor,
  );
  const shown = JSON.stringify(origin);
  expect(shown).toContain('"input"');
  expect(shown).not.toContain('sk-of-the-person');
  await nextTurn();
  expect(JSON.stringify(origin)).toBe(shown);
});

it('does not hold on to the request, whose connection may be long gone', async () => {
  const make = (): { origin: RunOrigin; request: WeakRef<Request> } => {
    const request = requestWith({ input: 'Hello' });
    return {
      origin: runOrigin('responses', request, response, redactor),
      request: new WeakRef(request),
    };
  };
  const { origin, request } = make();
  await nextTurn();
  await collectGarbage();
  expect(request.deref()).toBeUndefined();
  expect(origin.body).toEqual({ input: 'Hello' });
});
