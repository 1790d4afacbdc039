import { textOf } from '../conversation/measure.ts';
import type { ChatMessage } from '../model.ts';

/** A tool call and what came back. */
export interface DemoResult {
  name: string;
  arguments: string;
  output: string;
}

/** The turn that is to be answered. */
export interface DemoTurn {
  /** What the person said last. */
  said: string;
  /** Whether an image came with it. */
  hasImage: boolean;
  /** What the person said before, oldest first. */
  earlier: string[];
  /** Rounds of tool calls since then. */
  rounds: number;
  /** The results of these, in order. */
  results: DemoResult[];
}

/** Finds the last turn in a conversation. */
export function lastTurn(messages: readonly ChatMessage[]): DemoTurn {
  const at = messages.findLastIndex((message) => message.role === 'user');
  const said = messages
    .slice(0, at + 1)
    .filter((message) => message.role === 'user')
    .map((message) => textOf(message).trim());
  const calls = new Map<string, { name: string; arguments: string }>();
  const results: DemoResult[] = [];
  let rounds = 0;
  for (const message of messages.slice(at + 1)) {
    if (message.role === 'assistant' && message.tool_calls?.length) {
      rounds += 1;
      for (const call of message.tool_calls) {
        if (call.type === 'function') calls.set(call.id, call.function);
      }
    } else if (message.role === 'tool') {
      const call = calls.get(message.tool_call_id) ?? { name: 'tool', arguments: '{}' };
      results.push({ name: call.name, arguments: call.arguments, output: textOf(message) });
    }
  }
  const last = messages[at];
  return {
    said: said.at(-1) ?? '',
    hasImage:
      Array.isArray(last?.content) && last.content.some((part) => part.type === 'image_url'),
    earlier: said.slice(0, -1),
    rounds,
    results,
  };
}
