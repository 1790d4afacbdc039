import fc from 'fast-check';
import { z } from 'zod';
import { startTestHost, type TestHost } from '../support/test-host.ts';
import type { ScriptedReply } from '../support/scripted-upstream.ts';
import { checkAnswer } from './check-answer.ts';
import { startInstantUpstream } from './instant-upstream.ts';
import { earlierResponse } from './request-bodies.ts';
import { earlierRun, fuzzedRequest, type FuzzedRequest } from './requests.ts';
import { Sender } from './send.ts';

/** A host under fire. */
export interface FuzzBench {
  host: TestHost;
  /**
   * Sends requests at once and checks each answer.
   * @throws with the request and what is wrong
   */
  fire(requests: readonly FuzzedRequest[]): Promise<void>;
  /** How many answers there were, by status. */
  readonly statuses: ReadonlyMap<number, number>;
  close(): Promise<void>;
}

/** Every fifth answer calls the first tool on offer, with arguments that no server tool takes. */
const reply: Parameters<typeof startInstantUpstream>[0] = (body, index): ScriptedReply => {
  const [tool] = body.tools ?? [];
  const answered = body.messages.at(-1)?.role === 'tool';
  if (index % 5 !== 0 || answered || tool?.type !== 'function') return { text: ['Fine', '.'] };
  return { toolCalls: [{ name: tool.function.name, arguments: {} }] };
};

/** Starts a host over a model service that answers at once. */
export async function startFuzzBench(): Promise<FuzzBench> {
  const upstream = await startInstantUpstream(reply);
  const host = await startTestHost({ upstream: upstream.url });
  const sender = new Sender(host.url, host.headers);
  const statuses = new Map<number, number>();
  let responseId = 'resp_none';

  const fireOne = async (request: FuzzedRequest): Promise<void> => {
    const runId = host.host.runs.list()[0]?.id ?? 'run_none';
    const named = (text: string): string =>
      text.replaceAll(earlierResponse, responseId).replaceAll(earlierRun, runId);
    const sent = {
      ...request,
      path: named(request.path),
      ...(request.body === undefined ? {} : { body: named(request.body) }),
    };
    try {
      const answer = await sender.send(sent);
      checkAnswer(sent, answer);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      responseId = /"id":"(resp_\w+)"/.exec(answer.body)?.[1] ?? responseId;
    } catch (error) {
      const wrong = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      throw new Error(`${wrong}\nin answer to ${JSON.stringify(sent)}`);
    }
  };

  return {
    host,
    statuses,
    fire: async (requests) => {
      await Promise.all(requests.map(fireOne));
    },
    async close() {
      sender.close();
      await host.close();
      await upstream.close();
    },
  };
}

/**
 * Fires generated requests, one to four at a time.
 * @param count how many, at least
 * @throws with the smallest request found that is answered as it should not be
 */
export async function fuzz(bench: FuzzBench, count: number, seed: number): Promise<void> {
  let sent = 0;
  const volley = fc.array(fuzzedRequest, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(volley, async (requests) => {
      if (sent >= count) return;
      await bench.fire(requests);
      sent += requests.length;
    }),
    { seed, numRuns: count, endOnFailure: false },
  );
}
