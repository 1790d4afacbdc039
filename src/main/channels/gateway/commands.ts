import type { ApprovalAnswer } from '../../../shared/run-events.ts';
import type { ChannelRecords } from '../../store/chats/channel-records.ts';
import type { CommandEvent } from '../channel.ts';
import type { Cards } from './cards.ts';
import { nextConversation, sessionRecord } from './conversations.ts';
import type { Kept } from './recover.ts';
import type { Session, Work } from './session.ts';
import type { Turns } from './turns.ts';

/** The commands with what each does, as platforms with a menu show them. */
export const commandMenu: readonly { command: string; description: string }[] = [
  { command: 'new', description: 'Begin a new conversation' },
  { command: 'stop', description: 'Stop what I am doing, and drop what waits' },
  { command: 'status', description: 'What I am doing' },
  { command: 'model', description: 'Which model answers, or choose one: /model NAME' },
  { command: 'agent', description: 'Which agents there are' },
  { command: 'approve', description: 'Allow what I asked for' },
  { command: 'deny', description: 'Deny what I asked for' },
  { command: 'retry', description: 'Answer the last message again' },
  { command: 'undo', description: 'Forget the last message and its answer' },
  { command: 'title', description: 'Name this conversation: /title WORDS' },
  { command: 'help', description: 'What I understand' },
];

/** What commands can change of the model. */
export interface ModelChoiceParts {
  /** Name and service of the one in force. */
  current: () => string;
  /** @throws {Error} saying why the service cannot be asked */
  list: () => Promise<string[]>;
  /** @throws {Error} saying why it cannot be changed */
  choose: (name: string) => void;
}

export interface CommandParts {
  records: ChannelRecords;
  cards: Cards;
  turns: Turns;
  model: ModelChoiceParts;
  /** Ids of the agents, the default first. */
  agents: () => string[];
  now: () => number;
}

/** The session that a command is about. */
export interface CommandContext {
  key: string;
  session: Session;
  /** What was interrupted when the host ended, and can be asked for again. */
  interrupted: Work | undefined;
}

type Handler = (
  event: CommandEvent,
  context: CommandContext,
  parts: CommandParts,
) => Promise<string | undefined>;

/** Carries a command out; gives what to answer. */
export async function runCommand(
  event: CommandEvent,
  context: CommandContext,
  parts: CommandParts,
): Promise<string | undefined> {
  const handler = Object.hasOwn(handlers, event.name) ? handlers[event.name] : undefined;
  if (handler) return handler(event, context, parts);
  return `There is no command /${event.name}. /help lists them.`;
}

const help: Handler = () =>
  Promise.resolve(
    [
      'Write to me as to anybody: text, pictures, documents. I work on the computer that I run on.',
      commandMenu.map(({ command, description }) => `- /${command}: ${description}`).join('\n'),
      'While I work: /stop stops me. A message that you edit later is not read again.',
    ].join('\n\n'),
  );

const handlers: Readonly<Record<string, Handler>> = {
  help,
  // What Telegram sends for a chat's first time.
  start: help,

  async new(_event, { key, session }, { records }) {
    session.stop();
    await records.finish(session.drop());
    await records.saveSession(key, nextConversation(await sessionRecord(records, key)));
    return 'A new conversation. What I knew of the last one stays there.';
  },

  async stop(_event, { session }, { records }) {
    const dropped = session.drop();
    const stopped = session.stop();
    await records.finish(dropped);
    const left = dropped.length > 0 ? ` ${count(dropped.length, 'message')} dropped.` : '';
    if (stopped) return `Stopped.${left}`;
    return dropped.length > 0 ? left.trim() : 'Nothing is under way.';
  },

  async status(_event, { key, session }, { records, cards, model, now }) {
    const { title, conversation } = await sessionRecord(records, key);
    const { run, waiting } = session;
    const questions = cards.waiting(key).length;
    return [
      run
        ? `Working on “${run.title}” for ${Math.round((now() - run.createdAt) / 1000)} s.`
        : 'Nothing is under way.',
      ...(waiting > 0 ? [`${count(waiting, 'message')} waiting.`] : []),
      ...(questions > 0 ? [`${count(questions, 'question')} waiting for your decision.`] : []),
      `Conversation: ${title ?? conversation}`,
      `Model: ${model.current()}`,
    ].join('\n\n');
  },

  async model({ args }, _context, { model }) {
    if (args === '') return `Model: ${model.current()}`;
    try {
      const names = await model.list();
      if (!names.includes(args)) {
        const some = names.slice(0, 20).map((name) => `- \`${name}\``);
        return `The service has no model “${args}”. It has:\n\n${some.join('\n')}`;
      }
      model.choose(args);
      return `Model: ${model.current()}, for everybody who asks here.`;
    } catch (error) {
      return `The model was not changed: ${error instanceof Error ? error.message : String(error)}`;
    }
  },

  agent(_event, _context, { agents }) {
    const [only = '', ...others] = agents();
    return Promise.resolve(
      others.length === 0
        ? `There is one agent: \`${only}\`.`
        : `Agents: ${[only, ...others].map((id) => `\`${id}\``).join(', ')}`,
    );
  },

  approve: (event, context, parts) => decide(event, context, parts, 'once'),
  deny: (event, context, parts) => decide(event, context, parts, 'deny'),

  async retry(event, { key, session, interrupted }, { records, turns }) {
    if (session.run) return 'I am still working on it. /stop stops me.';
    const { conversation } = await sessionRecord(records, key);
    const last = interrupted ? undefined : await turns.last(conversation);
    const item = last?.input.at(-1);
    if (!interrupted && !item) return 'There is nothing to answer again.';
    const kept: Kept = item ? { retry: item, command: event } : { again: true };
    // Another answer than the one before, so it has a name of its own.
    const turn = await records.receive(
      { key: `${event.key}:retry`, session: key, event: kept },
      event.at,
    );
    if (turn === undefined) return undefined;
    if (last) await turns.forget(last.responseId);
    const { target, from: person, ref: replyTo } = event;
    session.addFirst(
      interrupted
        ? { ...interrupted, ids: [...interrupted.ids, turn], turn }
        : { ids: [turn], turn, target, person, replyTo, ...(item ? { item } : {}), parts: [] },
    );
    return undefined;
  },

  async undo(_event, { key, session }, { records, turns }) {
    if (session.run) return 'I am still working. /stop stops me.';
    const { conversation } = await sessionRecord(records, key);
    const last = await turns.last(conversation);
    if (!last) return 'There is nothing to forget.';
    await turns.forget(last.responseId);
    return 'Forgotten: your last message and my answer. What my tools did stays done.';
  },

  async title({ args }, { key }, { records }) {
    const record = await sessionRecord(records, key);
    if (args === '') return `This conversation: ${record.title ?? 'without a title'}`;
    await records.saveSession(key, { ...record, title: args.slice(0, 200) });
    return `This conversation: ${args.slice(0, 200)}`;
  },
};

function decide(
  { args, from }: CommandEvent,
  { key }: CommandContext,
  { cards }: CommandParts,
  answer: ApprovalAnswer,
): Promise<string | undefined> {
  const id = args === '' ? undefined : args.toLowerCase();
  switch (cards.answer(key, from, answer, id)) {
    case 'decided':
      return Promise.resolve(undefined);
    case 'none':
      return Promise.resolve('Nothing waits for your decision.');
    case 'over':
      return Promise.resolve('That question is over.');
    case 'not yours':
      return Promise.resolve('Only who asked me can decide that.');
    case 'several': {
      const ids = cards.waiting(key).map((each) => `- \`${each}\``);
      return Promise.resolve(
        `Several questions wait. Use their buttons, or name one: /approve ID\n\n${ids.join('\n')}`,
      );
    }
  }
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? '' : 's'}`;
}
