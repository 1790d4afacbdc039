import type { RunOrigin } from '../../../runs/run.ts';
import type { InputItem } from '../../../store/response-store.ts';
import { bodyOf } from './known-response.ts';
import { parseItemId } from './output/item-ids.ts';
import type { Responses } from './service.ts';

/** What an `item_reference` names, in a response that is stored or under way, or in a conversation. */
export async function findItem(
  id: string,
  origin: RunOrigin,
  responses: Pick<Responses, 'find'>,
): Promise<InputItem | undefined> {
  const place = parseItemId(id);
  const known = place && (await responses.find(place.responseId, origin));
  if (!known) return undefined;
  const items = place.list === 'input' ? known.input : bodyOf(known).output;
  return items[place.index] as InputItem | undefined;
}

/** What a call of one of our tools gave, by the id of its item. */
export async function findOutput(
  itemId: string,
  callId: string,
  origin: RunOrigin,
  responses: Pick<Responses, 'find'>,
): Promise<string | undefined> {
  const place = parseItemId(itemId);
  const known = place && (await responses.find(place.responseId, origin));
  for (const event of known?.run.log.events ?? []) {
    if (event.type === 'tool.finished' && event.callId === callId) return event.output;
  }
  return undefined;
}
