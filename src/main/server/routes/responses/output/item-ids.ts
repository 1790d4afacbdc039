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

/** `msg_<response><o or i><place, three digits at least>` */
export function itemId(type: ItemType, { responseId, list, index }: ItemPlace): string {
  const response = responseId.replace(/^resp_/, '');
  return `${prefixes[type]}_${response}${list === 'input' ? 'i' : 'o'}${String(index).padStart(3, '0')}`;
}

/** Where the item with this id stands; undefined for an id that is not ours. */
export function parseItemId(id: string): ItemPlace | undefined {
  const [, response, list, index] =
    /^(?:msg|rs|fco?|ctco?|mcp)_(\w+)([io])(\d{3,})$/.exec(id) ?? [];
  if (!response || !index) return undefined;
  return {
    responseId: `resp_${response}`,
    list: list === 'i' ? 'input' : 'output',
    index: Number(index),
  };
}
