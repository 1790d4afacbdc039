import type { ChatMessage } from '../../model/model.ts';
import { changedClientSection, clientSection, contextBlock } from './prompt.ts';

/** What stands around a conversation on the wire. */
export interface Layers {
  core: string;
  /** Where the agent is and what it remembers: the same for all turns of a conversation. */
  context: string;
  /** The client's own layer as the conversation began with it. */
  firstLayer: string;
  /** The client's layer of this request. */
  layer: string;
  /** Marks our blocks. */
  mark: string;
  /**
   * Whether the service is known to keep every system message. Elsewhere a second one is lost, refused
   * or moved by many chat templates, so that the block goes into the first user message.
   */
  keepsSystemMessages: boolean;
}

/** Longer layers stay in front, whatever they hold: they cost more to send anew than to read anew. */
const longestMoving = 4_000;

/** A time of day, to the minute or the second. */
const timeOfDay =
  /(?<!\d)([01]?\d|2[0-3])[:h][0-5]\d(:[0-5]\d)?(?!\d)|\b(1[0-2]|0?[1-9]) ?[ap]\.?m\b/i;

/** Whether a client's layer changes with each request: one that holds the time does. */
export function isMoving(layer: string): boolean {
  return layer.length < longestMoving && timeOfDay.test(layer);
}

/** Whether two layers differ in nothing but their digits: dates, times, counters. */
export function differInDigits(one: string, other: string): boolean {
  return one !== other && withoutDigits(one) === withoutDigits(other);
}

const withoutDigits = (text: string): string => text.replaceAll(/\d+/g, '0');

/**
 * The messages of a conversation as they go to a model service. What never changes stands first, alone:
 * the core. What belongs to the conversation follows, at the head of the first user message. A client's
 * layer that changes from turn to turn stands at the head of the message that is to be answered. So the
 * next turn begins with all that this one sent, but for such a layer, and the service has read it.
 *
 * Pure; `messages` are without system messages.
 * @param asked the message that is to be answered: a moving layer stands at its head, or at that of the
 *   first message where a summary has taken its place
 */
export function layerMessages(
  messages: readonly ChatMessage[],
  asked: ChatMessage | undefined,
  { core, context, firstLayer, layer, mark, keepsSystemMessages }: Layers,
): ChatMessage[] {
  const moves = isMoving(layer);
  const changed = !moves && differInDigits(firstLayer, layer);
  const staying = moves ? '' : clientSection(changed ? firstLayer : layer);
  const head = contextBlock(mark, [context, staying]);
  const moving = moves ? clientSection(layer) : changed ? changedClientSection(layer) : '';
  const first = messages.findIndex(({ role }) => role === 'user');
  const answered = asked && messages.includes(asked) ? asked : messages[first];
  const system: ChatMessage[] = [{ role: 'system', content: core }];
  const inSystem = keepsSystemMessages || first === -1;
  if (inSystem) {
    const sections = [context, staying, answered ? '' : moving];
    const text = sections.filter((section) => section !== '').join('\n\n');
    if (text !== '') system.push({ role: 'system', content: text });
  }
  const layered = messages.map((message, index) => {
    const before =
      (index === first && !inSystem ? head : '') +
      (message === answered ? contextBlock(mark, [moving]) : '');
    return before === '' ? message : withHead(message, before);
  });
  return [...system, ...layered];
}

/** A user message with a text in front of what it holds. */
function withHead(message: ChatMessage, head: string): ChatMessage {
  if (message.role !== 'user') return message;
  const { content } = message;
  return {
    ...message,
    content:
      typeof content === 'string'
        ? head + content
        : [{ type: 'text', text: head.trimEnd() }, ...(content ?? [])],
  };
}
