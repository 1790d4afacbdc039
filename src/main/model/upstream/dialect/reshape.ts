import type { ChatMessage } from '../../model.ts';
import { shapes, type Shape } from './fact.ts';
import { reasoningAlways, shortIds, signedCalls } from './shapes/calls.ts';
import { noEmpty, noNull, plainText } from './shapes/content.ts';
import {
  alternating,
  bridgedTools,
  callsAsText,
  developerAsSystem,
  systemAsUser,
  systemFirst,
  toolNames,
  userLast,
} from './shapes/roles.ts';

const reshapers: Readonly<Record<Shape, (messages: readonly ChatMessage[]) => ChatMessage[]>> = {
  reasoning_always: reasoningAlways,
  signed_calls: signedCalls,
  developer_as_system: developerAsSystem,
  calls_as_text: callsAsText,
  system_first: systemFirst,
  system_as_user: systemAsUser,
  plain_text: plainText,
  no_null: noNull,
  no_empty: noEmpty,
  bridged_tools: bridgedTools,
  alternating,
  user_last: userLast,
  tool_names: toolNames,
  short_ids: shortIds,
};

/**
 * A conversation in the forms that a service insists on. Pure: the same conversation comes out the
 * same each time, byte for byte.
 * @param wanted in any order
 * @param hasTools whether tools are offered beside it
 */
export function reshape(
  messages: readonly ChatMessage[],
  wanted: ReadonlySet<Shape>,
  hasTools: boolean,
): readonly ChatMessage[] {
  return shapes
    .filter((shape) => wanted.has(shape) && !(shape === 'calls_as_text' && hasTools))
    .reduce((shaped, shape) => reshapers[shape](shaped), messages);
}

/** Whether a form would make a difference to a conversation. */
export function changes(
  messages: readonly ChatMessage[],
  shape: Shape,
  hasTools: boolean,
): boolean {
  const shaped = reshape(messages, new Set([shape]), hasTools);
  return (
    shaped.length !== messages.length ||
    shaped.some((message, index) => JSON.stringify(message) !== JSON.stringify(messages[index]))
  );
}
