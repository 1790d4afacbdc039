import { z } from 'zod';
import { apiError } from '../../../errors/api-error.ts';
import { parse } from '../../../requests/schemas/parse.ts';
import type { InputItem } from '../../../../store/response-store.ts';
import { itemId, type ItemType } from '../output/item-ids.ts';
import type { OutputItem } from '../output/response-body.ts';

/** The query of a request for a page of items. */
export const itemPageQuery = z.object({
  limit: z
    .string()
    .regex(/^([1-9][0-9]?|100)$/, 'must be a whole number from 1 to 100')
    .transform(Number)
    .default(20),
  order: z.enum(['asc', 'desc'], 'must be "asc" or "desc"').default('desc'),
  after: z.string().optional(),
});

/** An item as it is listed, with all that the specification asks of it. */
export type ListedItem = (InputItem | OutputItem) & { id: string };

/** One page of items. */
export interface ItemPage {
  object: 'list';
  data: ListedItem[];
  first_id: string | null;
  last_id: string | null;
  has_more: boolean;
}

/**
 * A page of items, the latest first unless asked otherwise.
 * @param all oldest first
 * @param rawQuery `limit` (1 to 100, default 20), `order`, `after` (an item's id)
 * @throws {ApiError} 400 for a bad parameter; 404 where the item to begin behind is not there
 */
export function pageOf(all: readonly ListedItem[], rawQuery: unknown): ItemPage {
  const { limit, order, after } = parse(itemPageQuery, rawQuery);
  const items = order === 'desc' ? all.toReversed() : all;
  const place = after === undefined ? -1 : items.findIndex(({ id }) => id === after);
  if (after !== undefined && place === -1) {
    const what = `after: there is no item with the id ${after} here`;
    throw apiError('item_not_found', what, { param: 'after' });
  }
  const data = items.slice(place + 1, place + 1 + limit);
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: place + 1 + limit < items.length,
  };
}

/** The input of a turn as it is listed, oldest first. */
export function listedInput(responseId: string, input: readonly InputItem[]): ListedItem[] {
  return input.map((item, index) => listed(item, responseId, index));
}

/** The item with all that the specification asks of it. */
function listed(item: InputItem, responseId: string, index: number): ListedItem {
  const type = item.type as ItemType;
  const id = (item as { id?: string }).id ?? itemId(type, { responseId, list: 'input', index });
  switch (type) {
    case 'reasoning':
    case 'mcp_call':
      return { ...item, id } as ListedItem;
    case 'function_call':
    case 'function_call_output':
    case 'custom_tool_call':
    case 'custom_tool_call_output':
      return { ...item, id, status: 'completed' } as ListedItem;
    case 'message': {
      const content = (item as { content: { type: string }[] }).content.map(listedPart);
      return { ...item, id, status: 'completed', content } as ListedItem;
    }
  }
}

function listedPart(part: { type: string }): object {
  if (part.type === 'output_text') return { ...part, annotations: [], logprobs: [] };
  if (part.type === 'input_image') return { detail: 'auto', ...part };
  return part;
}
