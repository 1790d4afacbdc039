import { randomBytes } from 'node:crypto';
import type { RunOrigin } from '../../../runs/run.ts';
import { additionPrefix, type StoredConversation } from '../../../store/conversations.ts';
import type { InputItem, ResponseStore } from '../../../store/response-store.ts';
import { apiError } from '../../errors/api-error.ts';
import { soleOwner } from '../../requests/owner.ts';
import { conversationItems } from '../responses/conversation-items.ts';
import { additionOf } from '../responses/known-response.ts';
import { listedInput, type ListedItem } from '../responses/request/input-items.ts';
import { namedConversation } from '../responses/turn.ts';
import type { TurnOrder } from '../responses/turn-order.ts';

/** A conversation as the API tells it. */
export interface ConversationBody {
  id: string;
  object: 'conversation';
  /** Seconds since the epoch. */
  created_at: number;
  metadata: Record<string, string>;
}

/**
 * Conversations as objects: those made here and, by their names, those that responses have begun.
 * All but `create` throw {@link ApiError} 404 where there is none.
 */
export interface Conversations {
  create(metadata: Record<string, string>, items: InputItem[]): Promise<ConversationBody>;
  get(id: string): Promise<ConversationBody>;
  update(id: string, metadata: Record<string, string>): Promise<ConversationBody>;
  /** What its responses made of it stays with them. */
  delete(id: string): Promise<void>;
  /**
   * Adds items behind all others, once no run is under way in it; gives them as they are listed.
   * Rejects with the signal's reason when aborted before.
   */
  add(id: string, items: InputItem[], signal: AbortSignal): Promise<ListedItem[]>;
  /** All items, oldest first. */
  items(id: string, origin: RunOrigin): Promise<ListedItem[]>;
  /** Takes one item out: it is neither listed any more nor known to the model. */
  deleteItem(id: string, itemId: string, origin: RunOrigin): Promise<ConversationBody>;
}

export function createConversations({
  store,
  order,
  forgetConversation,
}: {
  store: ResponseStore;
  order: TurnOrder;
  forgetConversation?: (conversationId: string) => void;
}): Conversations {
  const known = store.conversations;

  const find = async (id: string): Promise<StoredConversation> => {
    const found = await known.find(soleOwner, id);
    if (found) return found;
    throw apiError(
      'conversation_not_found',
      `There is no conversation "${id}". It may have been deleted, or no longer be kept.`,
    );
  };

  const append = async (name: string, given: InputItem[]): Promise<ListedItem[]> => {
    if (given.length === 0) return [];
    const turns = await store.conversationTurns(name);
    const taken = new Set(
      turns.flatMap(({ responseId, input }) => listedInput(responseId, input).map(({ id }) => id)),
    );
    const responseId = `${additionPrefix}${randomBytes(16).toString('hex')}`;
    const items = given.map((item) => withIdOfItsOwn(item, taken));
    await store.save({
      ...additionOf(responseId, items, Date.now()),
      conversation: name,
      instructions: turns.at(-1)?.instructions ?? null,
    });
    return listedInput(responseId, items);
  };

  const items: Conversations['items'] = async (id, origin) => {
    await find(id);
    const turns = await store.conversationTurns(id);
    return conversationItems(turns, await known.deletedItems(soleOwner, id), origin);
  };

  return {
    async create(metadata, given) {
      const name = `conv_${randomBytes(24).toString('hex')}`;
      const conversation = { name, createdAt: Date.now(), metadata };
      await known.save(soleOwner, conversation);
      await append(name, given);
      return bodyOf(conversation);
    },
    get: async (id) => bodyOf(await find(id)),
    async update(id, metadata) {
      const changed = { ...(await find(id)), metadata };
      await known.save(soleOwner, changed);
      return bodyOf(changed);
    },
    async delete(id) {
      await find(id);
      await known.delete(soleOwner, id);
      forgetConversation?.(namedConversation(id));
    },
    async add(id, given, signal) {
      await find(id);
      const place = order.enter(id);
      try {
        await place.wait(signal);
        return await append(id, given);
      } finally {
        place.leave();
      }
    },
    items,
    async deleteItem(id, itemId, origin) {
      const conversation = await find(id);
      requireItem(await items(id, origin), itemId);
      await known.deleteItem(soleOwner, id, itemId);
      return bodyOf(conversation);
    },
  };
}

/**
 * The item with this id.
 * @throws {ApiError} 404 when there is none
 */
export function requireItem(items: readonly ListedItem[], itemId: string): ListedItem {
  const found = items.find(({ id }) => id === itemId);
  if (found) return found;
  throw apiError('item_not_found', `There is no item "${itemId}" in this conversation.`);
}

/** An id names one item: what comes again under one, copied from another place say, gets a new one. */
function withIdOfItsOwn(item: InputItem, taken: Set<string>): InputItem {
  const { id } = item as { id?: string };
  if (id === undefined) return item;
  if (!taken.has(id)) {
    taken.add(id);
    return item;
  }
  const { id: _, ...rest } = item as InputItem & { id: string };
  return rest as InputItem;
}

function bodyOf({ name, createdAt, metadata }: StoredConversation): ConversationBody {
  return {
    id: name,
    object: 'conversation',
    created_at: Math.floor(createdAt / 1000),
    metadata,
  };
}
