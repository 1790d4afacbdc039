import { createDelivery } from '../../../src/main/channels/delivery/create-delivery.ts';
import type { Logger } from '../../../src/main/log/logger.ts';
import { RunLog } from '../../../src/main/runs/run-log.ts';
import { openResponseStore } from '../../../src/main/store/open-response-store.ts';
import { settingsSchema } from '../../../src/shared/settings.ts';
import { telegramCalls } from './telegram-calls.ts';

/** What the parent tells a host of its own that may be killed. */
export interface ChildStart {
  root: string;
  token: string;
  database: string;
  workers: string;
  asked: ChildAnswer[];
}

/** An answer that a run would write in pieces. */
export interface ChildAnswer {
  id: string;
  chat: string;
  pieces: string[];
  /** Between two pieces, milliseconds. */
  everyMs: number;
}

/** From the child: an answer was brought so far; or what was owed is taken up. */
export type ChildNews = { id: string; result: string } | 'ready';

const quiet = (): void => {};
const logger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

function begin({ root, token, database, workers, asked }: ChildStart): void {
  const store = openResponseStore({
    url: database,
    workers,
    logger: logger as unknown as Logger,
    maxStoredResponses: () => 1000,
  });
  const delivery = createDelivery({
    transports: [telegramCalls(root, token, 1)],
    settings: () => settingsSchema.parse({ streaming: { editInterval: 1 } }),
    answers: store.chats,
    openFile: () => Promise.resolve('no files here'),
    logger: logger as unknown as Logger,
  });
  const answer = ({ id, chat, pieces, everyMs }: ChildAnswer): void => {
    const log = new RunLog();
    void delivery
      .deliver({ id, target: { platform: 'telegram', chat, kind: 'direct' }, log })
      .then((result) => process.send!({ id, result } satisfies ChildNews));
    let at = 0;
    const timer = setInterval(() => {
      if (at < pieces.length) log.append({ type: 'text.delta', text: pieces[at]! });
      else {
        clearInterval(timer);
        log.append({
          type: 'run.completed',
          outcome: {
            status: 'completed',
            finishReason: 'stop',
            clientToolCalls: [],
            usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 },
          },
        });
      }
      at += 1;
    }, everyMs);
  };
  process.on('message', (asked: ChildAnswer) => answer(asked));
  for (const each of asked) answer(each);
  void delivery.resume('telegram').then(() => process.send!('ready' satisfies ChildNews));
}

process.once('message', (start: ChildStart) => begin(start));
