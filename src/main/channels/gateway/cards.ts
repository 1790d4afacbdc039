import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { coverage, type ApprovalRequest, type Approvals } from '../../agent/approvals/approvals.ts';
import type { Logger } from '../../log/logger.ts';
import type { Run } from '../../runs/run.ts';
import { showHidden } from '../../../shared/safety/hidden-characters.ts';
import type { ApprovalAnswer, ApprovalSource, RunEvent } from '../../../shared/run-events.ts';
import type { ChannelRecords } from '../../store/chats/channel-records.ts';
import type { Button, Delivery, Person, Target } from '../channel.ts';

/** A longer command is sent as a file before its card, in UTF-16 units. */
const longestShown = 2_500;

/** By the letter that stands behind a card's id in its buttons. */
const answers: Readonly<Record<string, ApprovalAnswer>> = {
  o: 'once',
  c: 'conversation',
  a: 'always',
  d: 'deny',
};
const labels: Readonly<Record<ApprovalAnswer, string>> = {
  once: 'Once',
  conversation: 'Conversation',
  always: 'Always',
  deny: 'Deny',
};

/** A question that waits in a chat. */
interface Card {
  id: string;
  approvalId: string;
  session: string;
  /** Who asked: in a group nobody else decides. */
  asker: string;
  target: Target;
  text: string;
  /** Undefined until it has arrived. */
  ref: string | undefined;
  /** Something was sent to the chat after it. */
  passed: boolean;
  /** Who decided it here. */
  decidedBy?: string;
}

/** A card as it is kept over restarts, so that its buttons can be taken away. */
interface KeptCard {
  target: Target;
  text: string;
  ref: string;
}

export interface CardParts {
  approvals: Approvals;
  delivery: Delivery;
  records: Pick<ChannelRecords, 'cards' | 'keepCard' | 'dropCard'>;
  logger: Logger;
}

/** For whom a run works. */
export interface Asker {
  session: string;
  target: Target;
  person: Person;
  replyTo: string;
}

/** What came of a person's word about a question. */
export type CardAnswer = 'decided' | 'over' | 'not yours' | 'none' | 'several';

/** The questions of runs that chats have begun, as messages with buttons. */
export interface Cards {
  /** Brings the run's questions to the chat, until it ends. */
  follow(run: Run, asker: Asker): void;
  /** Ids of what waits in a session, oldest first. */
  waiting(session: string): string[];
  /** @param id of a card; left out: the only one that waits in the session */
  answer(session: string, person: Person, answer: ApprovalAnswer, id?: string): CardAnswer;
  /** Whether "yes" or "no" alone can mean one question only. */
  takesWords(session: string): boolean;
  /** Something was sent to this chat that is no card. */
  spoke(target: Target): void;
  /** What a pressed button means. */
  press(data: string, person: Person): CardAnswer;
  /** Takes the buttons off the cards of a host that has ended. */
  clearOld(): Promise<void>;
}

export function createCards({ approvals, delivery, records, logger }: CardParts): Cards {
  const cards = new Map<string, Card>();

  const chatOf = ({ platform, chat, thread = '' }: Target): string =>
    `${platform}:${chat}:${thread}`;

  const spoke = (target: Target): void => {
    for (const card of cards.values()) {
      if (card.ref !== undefined && chatOf(card.target) === chatOf(target)) card.passed = true;
    }
  };

  const post = async (request: ApprovalRequest, asker: Asker): Promise<void> => {
    const { target } = asker;
    const id = randomBytes(8).toString('hex');
    const card: Card = {
      id,
      approvalId: request.id,
      session: asker.session,
      asker: asker.person.id,
      target,
      text: questionText(request),
      ref: undefined,
      passed: false,
    };
    for (const other of cards.values()) {
      if (chatOf(other.target) === chatOf(target)) other.passed = true;
    }
    cards.set(id, card);
    // Whoever is in the chat can be asked.
    const leave = approvals.presence.watch();
    const attached =
      request.action.length <= longestShown ||
      (await sendWhole(request.action, target, asker.replyTo, delivery));
    card.ref = attached
      ? await delivery.notify({
          target,
          text: card.text,
          replyTo: asker.replyTo,
          buttons: buttonsOf(id, coverage(request.risks).length > 0),
        })
      : undefined;
    leave();
    if (card.ref === undefined) {
      cards.delete(id);
      approvals.answer(request.id, 'deny', 'The question could not be brought to the chat.');
      return;
    }
    const kept: KeptCard = { target, text: card.text, ref: card.ref };
    await records.keepCard({ id, card: kept });
    // It may have been decided meanwhile.
    const over = ended.get(request.id);
    if (over) await close(card, over);
    else watching.set(request.id, approvals.presence.watch());
  };

  /** Questions that were decided while their cards were on their way. */
  const ended = new Map<string, string>();
  const watching = new Map<string, () => void>();

  const close = async (card: Card, verdict: string): Promise<void> => {
    cards.delete(card.id);
    ended.delete(card.approvalId);
    watching.get(card.approvalId)?.();
    watching.delete(card.approvalId);
    if (card.ref === undefined) return;
    const text = `${card.text}\n\n${verdict}`;
    const amended = await delivery.amend(card.ref, { target: card.target, text });
    if (amended) await records.dropCard(card.id);
  };

  const resolved = (event: Extract<RunEvent, { type: 'approval.resolved' }>): void => {
    const card = [...cards.values()].find(({ approvalId }) => approvalId === event.approvalId);
    const verdict = verdictOf(event.answer, event.source, card?.decidedBy);
    if (card?.ref === undefined) ended.set(event.approvalId, verdict);
    else settle(close(card, verdict));
  };

  const settle = (work: Promise<void>): void => {
    work.catch((error: unknown) =>
      logger.warn('A question in a chat could not be kept', { error }),
    );
  };

  const decide = (card: Card, person: Person, answer: ApprovalAnswer): CardAnswer => {
    if (card.target.kind === 'group' && person.id !== card.asker) return 'not yours';
    card.decidedBy = person.name;
    return approvals.answer(card.approvalId, answer) === 'accepted' ? 'decided' : 'over';
  };

  const inSession = (session: string): Card[] =>
    [...cards.values()].filter((card) => card.session === session);

  return {
    follow(run, asker) {
      run.log.subscribe(0, (event) => {
        if (event.type === 'approval.resolved') resolved(event);
        else if (event.type === 'text.delta' || event.type === 'tool.started') spoke(asker.target);
        else if (event.type === 'approval.requested') {
          const request = approvals.pending().find(({ id }) => id === event.approvalId);
          if (request) settle(post(request, asker));
        }
      });
    },
    waiting: (session) => inSession(session).map(({ id }) => id),
    answer(session, person, answer, id) {
      const waiting = inSession(session);
      const found = id === undefined ? waiting : waiting.filter((card) => card.id === id);
      const [card] = found;
      if (!card) return id === undefined ? 'none' : 'over';
      return found.length > 1 ? 'several' : decide(card, person, answer);
    },
    takesWords(session) {
      const waiting = inSession(session);
      return waiting.length === 1 && waiting[0]!.ref !== undefined && !waiting[0]!.passed;
    },
    spoke,
    press(data, person) {
      const card = cards.get(data.slice(0, -1));
      const answer = answers[data.slice(-1)];
      return card && answer ? decide(card, person, answer) : 'over';
    },
    async clearOld() {
      for (const { id, card } of await records.cards()) {
        if (cards.has(id)) continue;
        const { target, text, ref } = card as KeptCard;
        const verdict = '⏹ Not decided: Hermes Tray was ended.';
        await delivery.amend(ref, { target, text: `${text}\n\n${verdict}` });
        await records.dropCard(id);
      }
    },
  };
}

function buttonsOf(id: string, covers: boolean): Button[][] {
  const letters = covers ? ['o', 'c', 'a', 'd'] : ['o', 'd'];
  const buttons = letters.map((letter) => ({
    label: labels[answers[letter]!],
    data: `${id}${letter}`,
  }));
  return covers ? [buttons.slice(0, 2), buttons.slice(2)] : [buttons];
}

/** The question in Markdown, with what hides in the command shown. */
function questionText({ tool, action, folder, risks }: ApprovalRequest): string {
  const shown = showHidden(action.slice(0, longestShown))
    .map(({ text }) => text)
    .join('');
  const cut = action.length > longestShown;
  const marks = [...shown.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(3, ...marks.map((length) => length + 1)));
  const reasons = [...new Set(risks.map(({ reason }) => reason))];
  return [
    `❓ **May I?** ${tool}, in \`${folder}\``,
    `${fence}\n${shown}${cut ? '\n…' : ''}\n${fence}`,
    ...(cut ? ['The whole of it is in the file above.'] : []),
    reasons.map((reason) => `- ${reason}`).join('\n'),
  ].join('\n\n');
}

/** Sends a command that is too long for a card; false where it may not have arrived. */
async function sendWhole(
  action: string,
  target: Target,
  replyTo: string,
  delivery: Delivery,
): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-question-'));
  try {
    const file = path.join(folder, 'command.txt');
    const shown = showHidden(action)
      .map(({ text }) => text)
      .join('');
    await writeFile(file, shown);
    const outcome = await delivery.sendFile(target, { path: file, name: 'command.txt' }, replyTo);
    return outcome.kind === 'accepted';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function verdictOf(
  answer: ApprovalAnswer,
  source: ApprovalSource,
  decidedBy: string | undefined,
): string {
  if (source === 'timeout') return '⌛ Nobody decided in time: denied.';
  if (source === 'run_ended') return '⏹ Not decided: the run has ended.';
  const by = decidedBy ?? (source === 'person' ? 'on the computer' : 'a saved answer');
  const named = decidedBy || source !== 'person' ? `by ${by}` : by;
  switch (answer) {
    case 'once':
      return `✅ Allowed once, ${named}.`;
    case 'conversation':
      return `✅ Allowed for this conversation, ${named}.`;
    case 'always':
      return `✅ Always allowed, ${named}.`;
    case 'deny':
      return `🚫 Denied, ${named}.`;
  }
}
