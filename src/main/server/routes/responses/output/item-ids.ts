import { additionPrefix } from '../../../../store/conversations.ts';

/**
 * Ids are made from the run's, so they need not be stored, and an item's id leads to its response.
 */

const prefixes = {
  message: 'msg',
  reasoning: 'rs',
  function_call: 'fc',
  function_call_output: 'fco',
  custom_tool_call: 'ctc',
  custom_tool_call_output: 'ctco',
  mcp_call: 'mcp',
} as const;

/** The kinds of items a response holds. */
export type ItemType = keyof typeof prefixes;

/** Where an item stands. */
export interface ItemPlace {
  /** Of the response, or of the turn that a client added to a conversation. */
  responseId: string;
  list: 'input' | 'output';
  index: number;
}

export function responseIdOf(runId: string): string {
  return `resp_${runId.replace(/^run_/, '')}`;
}

export function runIdOf(responseId: string): string {
  return `run_${responseId.replace(/^resp_/, '')}`;
}

/** `msg_<response><o, i, or a for what was added><place, three digits at least>` */
export function itemId(type: ItemType, { responseId, list, index }: ItemPlace): string {
  const added = responseId.startsWith(additionPrefix);
  const letter = added ? 'a' : list === 'input' ? 'i' : 'o';
  const turn = responseId.replace(added ? additionPrefix : /^resp_/, '');
  return `${prefixes[type]}_${turn}${letter}${String(index).padStart(3, '0')}`;
}

/** Where the item with this id stands; undefined for an id that is not ours. */
export function parseItemId(id: string): ItemPlace | undefined {
  const [, response, list, index] =
    /^(?:msg|rs|fco?|ctco?|mcp)_(\w+)([ioa])(\d{3,})$/.exec(id) ?? [];
  if (!response || !index) return undefined;
  return {
    responseId: `${list === 'a' ? additionPrefix : 'resp_'}${response}`,
    list: list === 'o' ? 'output' : 'input',
    index: Number(index),
  };
}
