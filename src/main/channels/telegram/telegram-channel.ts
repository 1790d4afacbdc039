import type { Update } from 'grammy/types';
import type { Logger } from '../../log/logger.ts';
import type { Channel, ChannelEvent, ChannelState } from '../channel.ts';
import { createBotApi, BotCallError, type BotApi } from './bot-api.ts';
import { createBotHttp, type BotHttp } from './bot-fetch.ts';
import { downloadFile } from './download.ts';
import { eventOf, type Bot } from './events.ts';
import { poll, troubleOf, type PollingTrouble } from './polling.ts';
import { createTransport } from './transport.ts';

export interface TelegramOptions {
  token: string;
  /** Of a Bot API server of one's own; empty: Telegram's. */
  apiRoot: string;
  /** The menu that Telegram shows. */
  commands: readonly { command: string; description: string }[];
  logger: Logger;
  /** Shortens the waits of tests. */
  times?: Partial<Times>;
}

/** In milliseconds. */
interface Times {
  /** Of each call but polls. */
  call: number;
  /** Without an answer to a poll for so long we are not connected. */
  silence: number;
  /** How often that, and whether the computer slept, is looked at. */
  look: number;
  /** Between two attempts: first, and at most. */
  again: [first: number, most: number];
  conflict: [first: number, most: number];
}

const usualTimes: Times = {
  call: 15_000,
  silence: 90_000,
  look: 5_000,
  again: [1_000, 30_000],
  conflict: [3_000, 60_000],
};
/** A poll waits 30 s. */
const pollMs = 45_000;
const publicRoot = 'https://api.telegram.org';

/** A clock that stood still for so long was asleep, in milliseconds. */
const sleptMs = 15_000;

/** Telegram, over a token. Nothing is loaded before `start`. */
export function createTelegramChannel(options: TelegramOptions): Channel {
  const { token, commands, logger } = options;
  const times = { ...usualTimes, ...options.times };
  const root = (options.apiRoot || publicRoot).replace(/\/+$/, '');
  const forums = new Set<string>();
  const listeners = new Set<(state: ChannelState) => void>();
  let state: ChannelState = { status: 'off' };
  let http: BotHttp | undefined;
  let api: BotApi | 'refused' | 'stopped' = 'stopped';
  let ending: AbortController | undefined;
  let lastAnswer = 0;
  let running: Promise<void> = Promise.resolve();

  const setState = (next: ChannelState): void => {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    if (next.status === 'failing' && (state.status !== 'failing' || state.why !== next.why)) {
      logger.warn(`Telegram: ${next.why}`);
    }
    state = next;
    for (const listener of listeners) listener(state);
  };

  const refuseToken = (): void => {
    api = 'refused';
    ending?.abort();
    setState({
      status: 'failing',
      why: 'Token refused. Ask @BotFather for the bot’s token, and enter it again.',
      retrying: false,
    });
  };

  const connected = ({ username }: Bot): void => {
    lastAnswer = performance.now();
    if (state.status === 'connected') return;
    setState({ status: 'connected', since: Date.now(), as: `@${username}` });
    logger.info(`Telegram: connected as @${username}`);
  };

  const fail = (trouble: PollingTrouble): void => {
    switch (trouble.kind) {
      case 'token refused':
        return refuseToken();
      case 'conflict':
        return setState({
          status: 'failing',
          why: trouble.webhook
            ? 'Another program uses this bot: it has set a webhook. Switch it off there, or use a bot of its own here.'
            : 'Another program uses this bot. End it, or use a bot of its own here.',
          retrying: true,
        });
      case 'wait':
        return setState({ status: 'failing', why: 'Telegram asks to wait.', retrying: true });
      case 'other':
        return setState({
          status: 'failing',
          why: `Telegram cannot be reached: ${trouble.error}.`,
          retrying: true,
        });
    }
  };

  /** Connects and polls until that ends; rejects with why. */
  const attempt = async (
    bot: BotApi,
    handle: (event: ChannelEvent) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> => {
    const me = await bot.me(signal);
    // Polls fail while one is set, and by now this bot is ours.
    await bot.call('deleteWebhook', {}, signal);
    const own: Bot = { id: me.id, username: me.username };
    void bot.call('setMyCommands', { commands: [...commands] }, signal).catch((error: unknown) => {
      if (!signal.aborted) logger.warn('Telegram: the menu of commands was not set', { error });
    });
    const acknowledge = async (id: string, text?: string): Promise<void> => {
      try {
        const words = text === undefined ? {} : { text: text.slice(0, 200) };
        await bot.call('answerCallbackQuery', { callback_query_id: id, ...words });
      } catch (error) {
        // It was pressed too long ago: the sign on it has gone by itself.
        logger.debug('Telegram: a button was not acknowledged', { error });
      }
    };
    const polls = createBotApi({ token, root, fetch: http!.fetch, timeoutMs: pollMs });
    const take = async (updates: Update[]): Promise<void> => {
      for (const update of updates) {
        noteForum(update);
        const event = eventOf(update, { bot: own, acknowledge });
        if (event) await handle(event);
      }
    };
    await poll({ api: polls, take, onAnswer: () => connected(own) }, signal);
  };

  const noteForum = (update: Update): void => {
    const chat = update.message?.chat ?? update.callback_query?.message?.chat;
    if (chat?.type === 'supergroup' && chat.is_forum) forums.add(String(chat.id));
  };

  /** Goes on until it is told to end, whatever happens; each attempt can be cut short. */
  const supervise = async (
    bot: BotApi,
    handle: (event: ChannelEvent) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      const connectedBefore = lastAnswer;
      const cut = new AbortController();
      const end = AbortSignal.any([signal, cut.signal]);
      const stopWatching = watch(() => cut.abort());
      let trouble: PollingTrouble = { kind: 'other', error: 'no answer' };
      try {
        await attempt(bot, handle, end);
      } catch (error) {
        trouble = troubleOf(error);
      } finally {
        stopWatching();
      }
      if (signal.aborted) return;
      failures = lastAnswer > connectedBefore ? 1 : failures + 1;
      // It was cut because of a sleep or a silence: what it says is of no interest.
      if (!cut.signal.aborted) fail(trouble);
      if (trouble.kind === 'token refused') return;
      const [first, most] = trouble.kind === 'conflict' ? times.conflict : times.again;
      const wait =
        trouble.kind === 'wait' ? trouble.ms : Math.min(first * 2 ** (failures - 1), most);
      await pause(cut.signal.aborted ? 0 : wait, signal);
    }
  };

  /** Looks whether polls are answered, and whether the computer slept: then the socket is dead. */
  const watch = (cut: () => void): (() => void) => {
    let seen = Date.now();
    const started = performance.now();
    const timer = setInterval(() => {
      const slept = Date.now() - seen > times.look + sleptMs;
      seen = Date.now();
      const silent = performance.now() - Math.max(lastAnswer, started) > times.silence;
      if (silent) {
        fail({ kind: 'other', error: `no answer for ${Math.round(times.silence / 1000)} s` });
      }
      if (slept || silent) cut();
    }, times.look);
    timer.unref();
    return () => clearInterval(timer);
  };

  return {
    transport: createTransport({
      api: () => api,
      isForum: (chat) => forums.has(chat),
      onOutcome: ({ kind }) => kind === 'token refused' && api !== 'refused' && refuseToken(),
    }),
    get state() {
      return state;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start(handle) {
      http = createBotHttp(root);
      const bot = createBotApi({ token, root, fetch: http.fetch, timeoutMs: times.call });
      api = bot;
      ending = new AbortController();
      lastAnswer = 0;
      setState({ status: 'connecting' });
      running = supervise(bot, handle, ending.signal).catch((error: unknown) => {
        fail({ kind: 'other', error: error instanceof Error ? error.message : String(error) });
      });
      return Promise.resolve();
    },
    download(attachment, mostBytes, signal) {
      if (typeof api === 'string' || !http) throw new Error('Telegram is not connected');
      const { fetch } = http;
      return downloadFile({ api, fetch, root, token, attachment, mostBytes, signal });
    },
    async stop() {
      ending?.abort();
      api = 'stopped';
      await running;
      await http?.close();
      setState({ status: 'off' });
    },
  };
}

/**
 * Whose token this is: "@my_hermes_bot".
 * @throws {Error} saying for people what is wrong with it; its text holds no token
 */
export async function checkTelegramToken(token: string, apiRoot: string): Promise<string> {
  const root = (apiRoot || publicRoot).replace(/\/+$/, '');
  const http = createBotHttp(root);
  try {
    const api = createBotApi({ token, root, fetch: http.fetch, timeoutMs: usualTimes.call });
    return `@${(await api.me()).username}`;
  } catch (error) {
    if (!(error instanceof BotCallError)) throw error;
    const trouble = troubleOf(error);
    if (trouble.kind === 'token refused') {
      throw new Error('Telegram refuses this token. Copy it again from @BotFather.');
    }
    const why = trouble.kind === 'other' ? trouble.error : trouble.kind;
    throw new Error(`Telegram could not be asked: ${why}.`);
  } finally {
    await http.close();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
