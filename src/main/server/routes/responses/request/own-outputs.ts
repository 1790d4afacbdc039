import type { InputItem } from '../../../../store/response-store.ts';

/** The output that a call of one of our tools really had; undefined where nothing is known of it. */
export type FindOwnOutput = (itemId: string, callId: string) => Promise<string | undefined>;

/**
 * Clients send back the calls that they were shown, some without the outputs, some with an error of
 * their own, since they have no such tool. Each call that was ours gets the output that it had.
 */
export async function withOwnOutputs(
  items: readonly InputItem[],
  findOutput: FindOwnOutput,
): Promise<InputItem[]> {
  const whole: InputItem[] = [];
  /** Calls whose output stands behind them already. */
  const answered = new Set<string>();
  for (const item of items) {
    if (item.type === 'function_call_output' && answered.has(item.call_id)) continue;
    whole.push(item);
    if (item.type !== 'function_call') continue;
    const { id, call_id } = item;
    const output = id ? await findOutput(id, call_id) : undefined;
    if (output === undefined) answered.delete(call_id);
    else {
      answered.add(call_id);
      whole.push({ type: 'function_call_output', call_id, output });
    }
  }
  return whole;
}
