import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openServiceMemory } from '../../../src/main/model/upstream/dialect/service-memory.ts';
import { createModel } from '../../../src/main/model/create-model.ts';
import { settingsSchema } from '../../../src/shared/settings.ts';
import {
  startScriptedUpstream,
  type ScriptedReply,
  type ScriptedUpstream,
} from '../../support/scripted-upstream.ts';
import { ask, failureOf } from './ask.ts';

let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(async () => {
  vi.useRealTimers();
  await upstream.close();
});

/** Lets the time pass after which a silent service is given up; gives what is said of it. */
async function afterSeconds(
  seconds: number,
  hang: ScriptedReply['hang'],
  patch: object = {},
): Promise<string> {
  const { model } = settingsSchema.parse({
    model: { provider: 'custom', baseUrl: upstream.url, model: 'm', ...patch },
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  upstream.reply({ text: 'a', hang });
  const texts: string[] = [];
  const failure = failureOf(
    ask(
      createModel(model, 'sk-test', { logger: { warn: () => {} }, memory: openServiceMemory() }),
      {},
      undefined,
      {
        texts,
        reasonings: [],
      },
    ),
  );
  await upstream.waitForRequest(1);
  if (hang === 'mid-text') await expect.poll(() => texts).toEqual(['a']);
  vi.advanceTimersByTime(seconds * 1000);
  return ((await failure) as Error).message;
}

const patience = 10_000;

test('a service has 120 s for its first byte', { timeout: patience }, async () => {
  expect(await afterSeconds(120, 'before-headers')).toContain(
    'did not begin to answer within 120 s',
  );
});

test(
  'a service has as long for its first byte as the settings say',
  { timeout: patience },
  async () => {
    const patch = { firstByteTimeoutSeconds: 7 };
    expect(await afterSeconds(7, 'before-headers', patch)).toContain('within 7 s');
  },
);

test('a service has 120 s between two chunks', { timeout: patience }, async () => {
  expect(await afterSeconds(120, 'mid-text')).toContain('middle of its answer, for 120 s');
});

test(
  'a service has as long between two chunks as the settings say',
  { timeout: patience },
  async () => {
    const patch = { betweenChunksTimeoutSeconds: 7 };
    expect(await afterSeconds(7, 'mid-text', patch)).toContain('for 7 s');
  },
);
