import { afterEach, beforeEach } from 'vitest';
import { runSelfTest } from '../../../src/main/self-test/run-self-test.ts';
import type { SelfTestStep } from '../../../src/shared/desktop-state.ts';
import { startOpenAiLikeServer, type OpenAiLikeServer } from '../../support/openai-like-server.ts';

/** A server for each test, and the self-test run against it. */
export interface SelfTestBench {
  /** A new one for each test. */
  server: OpenAiLikeServer;
  /** Every step that was told of, in order. */
  steps: SelfTestStep[];
  run(
    client: string,
    options?: Partial<Parameters<typeof runSelfTest>[1]>,
  ): Promise<Record<SelfTestStep['id'], SelfTestStep>>;
}

/** Starts a server before each test of this file and ends it after. */
export function selfTestBench(): SelfTestBench {
  const bench: SelfTestBench = {
    // Set before each test.
    server: undefined!,
    steps: [],
    async run(client: string, options: Partial<Parameters<typeof runSelfTest>[1]> = {}) {
      const finished = await runSelfTest(client, {
        baseUrl: bench.server.baseUrl,
        key: bench.server.key,
        model: 'hermes-agent',
        signal: new AbortController().signal,
        onStep: (step) => bench.steps.push(step),
        ...options,
      });
      return Object.fromEntries(finished.map((step) => [step.id, step])) as Record<
        SelfTestStep['id'],
        SelfTestStep
      >;
    },
  };
  beforeEach(async () => {
    bench.server = await startOpenAiLikeServer();
    bench.steps = [];
  });
  afterEach(() => bench.server.close());
  return bench;
}
