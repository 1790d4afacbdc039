import { z } from 'zod';
import { metadata } from '../../requests/schemas/metadata.ts';

/** Items that are taken at once; more come in several requests. */
const mostItems = 20;

const items = z.array(z.unknown(), 'must be an array of items');
const fewItems = items.max(mostItems, `has at most ${mostItems} items; add the others afterwards`);

/** The body of a request for a new conversation; its items are checked one by one. */
export const newConversationBody = z.object({
  metadata: metadata.nullish(),
  items: fewItems.nullish(),
});

/** The body of a request that changes a conversation. */
export const conversationUpdateBody = z.object({
  metadata: metadata.nullable().describe('Takes the place of all that was there; null for none.'),
});

/** The body of a request that adds items; they are checked one by one. */
export const newItemsBody = z.object({
  items: fewItems.min(1, 'must hold at least one item'),
});
