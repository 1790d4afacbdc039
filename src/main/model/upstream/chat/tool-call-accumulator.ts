import { randomUUID } from 'node:crypto';
import type { FunctionCall } from '../../../../shared/run-events.ts';

/** A piece of a function call as services send it; any part may be missing, whatever the standard says. */
export interface ToolCallDelta {
  index?: unknown;
  id?: unknown;
  /** `arguments`: a string by the standard. Some services send the parsed object, in one piece. */
  function?: { name?: unknown; arguments?: unknown } | null;
  extra_content?: unknown;
  provider_specific_fields?: unknown;
}

/** A call, and the fields beside the standard that its service wants back with it. */
export interface ReceivedCall extends FunctionCall {
  extras?: Record<string, unknown>;
}

/** Where signatures of calls stand: Gemini's name, and that of proxies in between. */
const extraFields = ['extra_content', 'provider_specific_fields'] as const;

/**
 * Puts function calls together from their pieces. The standard tells them apart by `index`; services
 * that leave it out, or use one index for several calls, are told apart by id, name and whether the
 * arguments so far are complete.
 */
export class ToolCallAccumulator {
  readonly #calls: ReceivedCall[] = [];
  readonly #byIndex = new Map<number, ReceivedCall>();

  add(delta: ToolCallDelta): void {
    const id = textIn(delta.id);
    const name = textIn(delta.function?.name);
    let call = this.#find(delta.index, id);
    if (!call || startsAnother(call, id, name)) {
      call = { id, name, arguments: '' };
      this.#calls.push(call);
      if (typeof delta.index === 'number') this.#byIndex.set(delta.index, call);
    } else {
      call.id ||= id;
      // The name comes whole as a rule, again and again with some services, in pieces with others.
      if (name !== call.name && call.arguments === '') call.name += name;
    }
    const piece = delta.function?.arguments;
    if (typeof piece === 'string') call.arguments += piece;
    else if (typeof piece === 'object' && piece !== null) call.arguments = JSON.stringify(piece);
    for (const field of extraFields) {
      if (delta[field]) (call.extras ??= {})[field] = delta[field];
    }
  }

  /** Whether the last call stops in the middle of its arguments. */
  get cutOff(): boolean {
    const last = this.#calls.at(-1);
    return last !== undefined && last.arguments !== '' && !isJson(last.arguments);
  }

  /** The calls in order, each with an id of its own; pieces that never got a name are left out. */
  calls(): ReceivedCall[] {
    const ids = new Set<string>();
    return this.#calls
      .filter((call) => call.name !== '')
      .map((call) => {
        const id = call.id === '' || ids.has(call.id) ? madeUpId() : call.id;
        ids.add(id);
        return { ...call, id, arguments: call.arguments || '{}' };
      });
  }

  #find(index: unknown, id: string): ReceivedCall | undefined {
    if (typeof index === 'number') return this.#byIndex.get(index);
    const known = id === '' ? undefined : this.#calls.find((call) => call.id === id);
    return known ?? this.#calls.at(-1);
  }
}

function textIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function startsAnother(call: ReceivedCall, id: string, name: string): boolean {
  // Every call has a name; some services give each piece of one call a new id, but no name.
  if (name === '') return false;
  if (id !== '' && call.id !== '') return id !== call.id;
  return call.arguments !== '' && isJson(call.arguments);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function madeUpId(): string {
  return `call_${randomUUID().replaceAll('-', '')}`;
}
