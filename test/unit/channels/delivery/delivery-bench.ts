import { afterEach, beforeEach, vi } from 'vitest';
import type { Delivery, DeliveryResult, Target } from '../../../../src/main/channels/channel.ts';
import type { AnswerSettings } from '../../../../src/main/channels/delivery/answer-settings.ts';
import {
  createDelivery,
  type DeliveryOptions,
} from '../../../../src/main/channels/delivery/create-delivery.ts';
import { RunLog } from '../../../../src/main/runs/run-log.ts';
import type { ChatAnswer } from '../../../../src/main/store/chat-answers.ts';
import { settingsSchema, type Settings } from '../../../../src/shared/settings.ts';
import type { RunEventPayload } from '../../../../src/shared/run-events.ts';
import { fakePlatform, type FakePlatform } from '../../../support/fake-chat-platform.ts';

const target: Target = { platform: 'telegram', chat: '1', kind: 'direct' };

export const completed = (
  more: Partial<Extract<RunEventPayload, { type: 'run.completed' }>['outcome']> = {},
): RunEventPayload => ({
  type: 'run.completed',
  outcome: {
    status: 'completed',
    finishReason: 'stop',
    clientToolCalls: [],
    usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
    ...more,
  },
});

/** A delivery with its clock in our hands, over a platform and a store in memory. */
export interface Bench {
  platform: FakePlatform;
  settings: AnswerSettings;
  kept: Map<string, ChatAnswer>;
  warnings: string[];
  /** How long the store takes to write, milliseconds. */
  storeMs: () => number;
  /** How long it takes to read an answer, milliseconds. */
  readMs: () => number;
  delivery: Delivery;
  openFile: DeliveryOptions['openFile'];
  /** As after `kill -9`: the delivery of before does nothing more, and the store is what it was. */
  restart(): void;
  /** Begins an answer; `say` appends a piece of its text. */
  begin(id?: string, to?: Partial<Target>): Answer;
  advance(ms: number): Promise<void>;
}

export interface Answer {
  log: RunLog;
  say: (...texts: string[]) => void;
  result: Promise<DeliveryResult>;
}

async function takes(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}

/** The settings that come to this. */
function settingsOf({ streams, editMs, minTokens, toolLines, replyTo }: AnswerSettings): Settings {
  return settingsSchema.parse({
    streaming: { telegram: streams ? 'on' : 'off', editInterval: editMs / 1000, minTokens },
    channels: { toolLines },
    telegram: { replyToMode: replyTo },
  });
}

/** Sets up a bench for each test. */
export function useBench(): Bench {
  const bench = {} as Bench;
  let living = { alive: true };

  const open = (): Delivery => {
    const mine = (living = { alive: true });
    const dead = new Promise<never>(() => {});
    const { platform, kept } = bench;
    const guarded = {
      ...platform,
      send: (...args: Parameters<FakePlatform['send']>) =>
        mine.alive ? platform.send(...args).then((done) => (mine.alive ? done : dead)) : dead,
      edit: (...args: Parameters<FakePlatform['edit']>) =>
        mine.alive ? platform.edit(...args).then((done) => (mine.alive ? done : dead)) : dead,
      typing: (...args: Parameters<FakePlatform['typing']>) =>
        mine.alive ? platform.typing(...args) : dead,
    };
    return createDelivery({
      transports: [guarded],
      settings: () => settingsOf(bench.settings),
      openFile: (...args) => bench.openFile(...args),
      logger: {
        warn: (message: string) => bench.warnings.push(message),
      } as unknown as DeliveryOptions['logger'],
      answers: {
        keep: async (answer) => {
          await takes(bench.storeMs());
          if (mine.alive) kept.set(answer.id, structuredClone(answer));
        },
        get: async (id) => {
          await takes(bench.readMs());
          return structuredClone(kept.get(id));
        },
        owed: async () => structuredClone([...kept.values()].filter(({ done }) => !done)),
        move: async (_platform, from, to) => {
          for (const answer of kept.values()) if (answer.chat === from) answer.chat = to;
        },
      },
    });
  };

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    Object.assign(bench, {
      platform: fakePlatform(),
      settings: { streams: true, editMs: 1500, minTokens: 5, toolLines: 'new', replyTo: 'first' },
      kept: new Map(),
      warnings: [],
      storeMs: () => 0,
      readMs: () => 0,
      openFile: async (path: string) => ({ path, name: path.split('/').at(-1)! }),
      restart: () => {
        living.alive = false;
        bench.delivery = open();
      },
      begin: (id = 'a', to: Partial<Target> = {}) => {
        const log = new RunLog();
        const result = bench.delivery.deliver({
          id,
          target: { ...target, ...to },
          replyTo: '77',
          log,
        });
        return {
          log,
          result,
          say: (...texts: string[]) => {
            for (const text of texts) log.append({ type: 'text.delta', text });
          },
        };
      },
      advance: async (ms: number) => {
        await vi.advanceTimersByTimeAsync(ms);
      },
    } satisfies Partial<Bench>);
    bench.delivery = open();
  });
  afterEach(() => {
    living.alive = false;
    vi.useRealTimers();
  });
  return bench;
}
