import { z } from 'zod';
import { invalidRequest } from '../../../errors/api-error.ts';
import { parse } from '../../../requests/schemas/parse.ts';
import type { InputItem } from '../../../../store/response-store.ts';
import { itemId, type ItemType } from '../output/item-ids.ts';

/** The query of a request for input items. */
export const inputItemsQuery = z.object({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a whole number from 1 to 100')
    .transform(Number)
    .default(20),
  order: z.enum(['asc', 'desc'], 'must be "asc" or "desc"').default('desc'),
  after: z.string().optional(),
});

/** One page of a response's input items. */
export interface InputItemPage {
  object: 'list';
  data: InputItem[];
  first_id: string | null;
  last_id: string | null;
  has_more: boolean;
}

/**
 * Lists the input of a response, newest item first unless asked otherwise.
 * @param rawQuery `limit` (1 to 100, default 20), `order`, `after` (an item's id)
 * @throws {ApiError} 400 for a bad parameter
 */
export function listInputItems(
  responseId: string,
  input: readonly InputItem[],
  rawQuery: unknown,
): InputItemPage {
  const { limit, order, after } = parse(inputItemsQuery, rawQuery);
  const items = input.map((item, index) => listed(item, responseId, index));
  if (order === 'desc') items.reverse();
  const place = after === undefined ? -1 : items.findIndex(({ id }) => id === after);
  if (after !== undefined && place === -1) {
    throw invalidRequest(`after: there is no item with the id ${after} here`, 'after');
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

/** The item with all that the specification asks of it. */
function listed(item: InputItem, responseId: string, index: number): InputItem & { id: string } {
  const type = item.type as ItemType;
  const id = (item as { id?: string }).id ?? itemId(type, { responseId, list: 'input', index });
  switch (type) {
    case 'reasoning':
      return { ...item, id } as InputItem & { id: string };
    case 'mcp_call':
      return { ...item, id } as InputItem & { id: string };
    case 'function_call':
    case 'function_call_output':
    case 'custom_tool_call':
    case 'custom_tool_call_output':
      return { ...item, id, status: 'completed' } as InputItem & { id: string };
    case 'message': {
      const content = (item as { content: { type: string }[] }).content.map(listedPart);
      return { ...item, id, status: 'completed', content } as InputItem & { id: string };
    }
  }
}

function listedPart(part: { type: string }): object {
  if (part.type === 'output_text') return { ...part, annotations: [], logprobs: [] };
  if (part.type === 'input_image') return { detail: 'auto', ...part };
  return part;
}
