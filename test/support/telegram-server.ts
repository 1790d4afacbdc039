import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Chat, Message, Update, User } from 'grammy/types';
import { BotApiError } from './telegram/api-error.ts';
import { createBudget, usualRates } from './telegram/budget.ts';
import { asMessage, Chats, frame, show, type ShownMessage } from './telegram/chats.ts';
import { methods, type KeptFile, type MethodContext, type Params } from './telegram/methods.ts';
import { entitiesOf } from './telegram/entities.ts';
import type {
  SaidMessage,
  TelegramCall,
  TelegramFault,
  TelegramServer,
} from './telegram/server-types.ts';
import { readParams } from './telegram/params.ts';
import { Updates } from './telegram/updates.ts';

export type { TelegramServer } from './telegram/server-types.ts';

/** How long `until` waits, in milliseconds. */
const patienceMs = 15_000;

/** Starts a Bot API server on a free loopback port that enforces the platform's rules. */
export async function startTelegramServer(port = 0): Promise<TelegramServer> {
  const token = '7000000001:AAFakeTokenForTestsOnly_abcdefghijklmno';
  const bot: User = {
    id: 7_000_000_001,
    is_bot: true,
    first_name: 'Hermes',
    username: 'my_hermes_bot',
  };
  const chats = new Chats();
  const updates = new Updates();
  const calls: TelegramCall[] = [];
  const faults: { method: string | RegExp; fault: TelegramFault; left: number }[] = [];
  const sockets = new Set<Socket>();
  const watchers = new Set<() => void>();
  let people = 1000;
  let groups = 0;
  let fileId = 0;
  let revoked = false;

  const context: MethodContext = {
    bot,
    chats,
    budget: createBudget(() => served.rates),
    files: new Map<string, KeptFile>(),
    pressed: new Map(),
    menu: { commands: [] },
    buttonMs: () => served.buttonMs,
  };

  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };

  const faultFor = (method: string): TelegramFault | undefined => {
    const found = faults.find(
      ({ method: wanted, left }) =>
        left > 0 && (typeof wanted === 'string' ? wanted === method : wanted.test(method)),
    );
    if (!found) return undefined;
    found.left -= 1;
    return found.fault;
  };

  const perform = async (call: TelegramCall, closed: Promise<void>): Promise<unknown> => {
    if (revoked) throw new BotApiError(401, 'Unauthorized');
    const method = Object.hasOwn(methods, call.method) ? methods[call.method] : undefined;
    if (method) return method(call.params, context);
    switch (call.method) {
      case 'getUpdates':
        return updates.get(call.params, closed, served.pollMs);
      case 'deleteWebhook':
        updates.webhook = '';
        return true;
      default:
        throw new BotApiError(404, 'Not Found: method not found');
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = decodeURIComponent(request.url ?? '');
    const [, given = '', path = ''] = /^\/(?:file\/)?bot([^/]*)\/(.*)$/.exec(url) ?? [];
    const params = await readParams(request);
    if (url.startsWith('/file/')) {
      const file = context.files.get(/^files\/([^/]+)\//.exec(path)?.[1] ?? '');
      const known = given === token && !revoked && file;
      response.writeHead(known ? 200 : 404).end(known ? file.bytes : '');
      return;
    }
    const call: TelegramCall = { method: path, params, at: Date.now() };
    calls.push(call);
    changed();
    const answer = (status: number, body: object): void => {
      call.status = status;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const cut = (): void => {
      call.status = 0;
      response.socket?.destroy();
    };
    const closed = new Promise<void>((resolve) => response.on('close', resolve));
    const fault = faultFor(path);
    try {
      if (!/^\d+:[\w-]{20,}$/.test(given)) {
        throw new BotApiError(401, 'Unauthorized: invalid token specified');
      }
      if (given !== token) throw new BotApiError(401, 'Unauthorized');
      if (fault?.kind === 'cut') return cut();
      if (fault?.kind === 'refuse') {
        throw new BotApiError(fault.code, fault.description, fault.parameters);
      }
      const result = await perform(call, closed);
      if (fault?.kind === 'done-cut') return cut();
      if (fault?.kind === 'done-late') await wait(fault.ms, closed);
      answer(200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof BotApiError)) throw error;
      call.description = error.description;
      answer(error.code, {
        ok: false,
        error_code: error.code,
        description: error.description,
        ...(error.parameters ? { parameters: error.parameters } : {}),
      });
    } finally {
      changed();
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  const keep = (name: string, bytes: Buffer): { file_id: string; file_unique_id: string } => {
    fileId += 1;
    const id = `F${fileId}`;
    context.files.set(id, { name, bytes });
    return { file_id: id, file_unique_id: `u${id}` };
  };

  const attachments = (said: SaidMessage): object => {
    if (said.photo) {
      const photo = keep('photo.jpg', said.photo);
      const size = { ...photo, width: 800, height: 600, file_size: said.photo.length };
      return {
        photo: [{ ...size, ...keep('small.jpg', said.photo), width: 90, height: 67 }, size],
      };
    }
    if (said.voice) {
      const voice = keep('voice.oga', said.voice);
      return { voice: { ...voice, duration: 3, mime_type: 'audio/ogg' } };
    }
    if (said.document) {
      const { name, type, bytes } = said.document;
      const kept = keep(name, bytes);
      const document = { ...kept, file_name: name, mime_type: type, file_size: bytes.length };
      return { document };
    }
    return {};
  };

  const served: TelegramServer = {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    bot,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    menu: context.menu,
    rates: usualRates,
    buttonMs: 15_000,
    pollMs: 50_000,

    person(name, id = (people += 1)) {
      return { id, is_bot: false, first_name: name, username: name.toLowerCase() };
    },
    privateChat({ id, first_name }) {
      return chats.add({ id, type: 'private', first_name });
    },
    group(title, kind = 'group') {
      groups += 1;
      const id = kind === 'group' ? -groups : -1_000_000_000_000 - groups;
      const type = kind === 'group' ? 'group' : 'supergroup';
      const forum = kind === 'forum' ? { is_forum: true } : {};
      return chats.add({ id, type, title, ...forum } as Chat);
    },
    topic(chat, name) {
      const thread = chats.nextMessageId(chat);
      chat.topics.set(thread, name);
      return thread;
    },
    say(chat, from, given) {
      const said = typeof given === 'string' ? { text: given } : given;
      const file = attachments(said);
      const id = chats.nextMessageId(chat);
      const shown: ShownMessage = {
        id,
        from,
        at: said.at ?? Date.now(),
        text: said.text ?? '',
        entities: entitiesOf(said.text ?? ''),
        buttons: [],
        ...(said.replyTo === undefined ? {} : { replyTo: said.replyTo }),
        ...(said.thread === undefined ? {} : { thread: said.thread }),
        edits: 0,
      };
      const find = (other: number): ShownMessage | undefined =>
        chat.messages.find((message) => message.id === other);
      show(chat, shown);
      const { text, entities, ...rest } = asMessage(chat, shown, find) as Message.TextMessage;
      const words = { text, ...(entities ? { entities } : {}) };
      const captioned = text === '' ? {} : { caption: text, caption_entities: entities ?? [] };
      const hasFile = Object.keys(file).length > 0;
      const message = {
        ...rest,
        ...file,
        ...(hasFile ? captioned : words),
        ...(said.album === undefined ? {} : { media_group_id: said.album }),
      };
      updates.push({ message } as Update);
      changed();
      return id;
    },
    edit(chat, id, text) {
      const message = chat.messages.find((shown) => shown.id === id)!;
      Object.assign(message, { text, entities: entitiesOf(text) });
      frame(chat, message, 'edited');
      const edited = { ...asMessage(chat, message, () => undefined), edit_date: now() };
      updates.push({ edited_message: edited } as Update);
    },
    press(chat, from, label) {
      const message = chat.messages.findLast(({ buttons }) => buttons.flat().includes(label));
      const button = message?.markup?.inline_keyboard.flat().find(({ text }) => text === label);
      if (!message || !button || !('callback_data' in button)) {
        throw new Error(`No message has a button "${label}"`);
      }
      const id = `q${calls.length}-${performance.now()}`;
      const query = {
        id,
        from,
        message: asMessage(chat, message, () => undefined),
        chat_instance: String(chat.chat.id),
        data: button.callback_data,
      };
      return new Promise((resolve) => {
        context.pressed.set(id, { id, at: performance.now(), answered: resolve });
        updates.push({ callback_query: query } as Update);
      });
    },
    migrate(chat) {
      const title = 'title' in chat.chat ? (chat.chat.title ?? '') : '';
      const next = served.group(title, 'supergroup');
      chat.migratedTo = next.chat.id;
      const base = { message_id: 1, date: now() };
      updates.push({
        message: { ...base, chat: chat.chat, migrate_to_chat_id: next.chat.id },
      } as Update);
      updates.push({
        message: { ...base, chat: next.chat, migrate_from_chat_id: chat.chat.id },
      } as unknown as Update);
      return next;
    },
    revoke: () => (revoked = true),
    poll: () => updates.conflict(),
    repeat: (update) => updates.repeat(update),
    push: (update) => void updates.push(update),
    set webhook(url: string) {
      updates.webhook = url;
    },
    get pending() {
      return updates.pending;
    },
    fault: (method, fault, times = 1) => void faults.push({ method, fault, left: times }),
    heal: () => void faults.splice(0),
    until(find, what = String(find)) {
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          watchers.delete(look);
          clearTimeout(timer);
          clearInterval(again);
        };
        const look = (): void => {
          const found = find();
          if (found === undefined || found === false) return;
          stop();
          resolve(found);
        };
        // Some of what is waited for happens in the bot alone.
        const again = setInterval(look, 25);
        const timer = setTimeout(() => {
          stop();
          const last = calls
            .slice(-6)
            .map(({ method, status, params }) => `${method} ${status ?? '…'} ${said(params)}`);
          reject(new Error(`Waited in vain for ${what}; the last calls: ${last.join(', ')}`));
        }, patienceMs);
        watchers.add(look);
        look();
      });
    },
    answers: (chat) => chat.messages.filter(({ from }) => from.id === bot.id),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return served;
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function wait(ms: number, closed: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void closed.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** What a call writes, for the message of a test that waits in vain. */
function said({ text }: Params): string {
  return typeof text === 'string' ? JSON.stringify(text.slice(0, 200)) : '';
}
