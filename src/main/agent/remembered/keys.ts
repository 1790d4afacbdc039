import { createHash } from 'node:crypto';
import type { FunctionCall } from '../../../shared/run-events.ts';
import { looseForm } from './forms.ts';

/** By what a turn of a client's history is found again. Digests: texts are kept once, with the turn. */

/** An answer to what a person said; both in their plain form. */
export function pairKey(user: string, answer: string): string {
  return key('pair', user, answer);
}

/** All that was said in a turn of several runs, where a client draws it as one answer. */
export function wholeKey(user: string, texts: string): string {
  return key('whole', user, texts);
}

/** An answer to what a person said, in a chat that the client names. */
export function chatKey(chat: string, user: string, answer: string): string {
  return key('chat', chat, looseForm(user), looseForm(answer));
}

/** A turn that broke off: of its answer a client has any part. */
export function brokenKey(user: string): string {
  return key('broken', user);
}

/**
 * An id with letters and digits drawn by lot: nobody has the same by chance. Some services count from
 * one in every reply (`call_1`, `functions.read:0`).
 */
const unique = /(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{8,}/;

/**
 * A call. One whose id says nothing is told by what it asks for too, and in answer to what; clients
 * write arguments anew, so they count as the value they stand for.
 */
export function callKey(call: FunctionCall, user: string): string {
  if (unique.test(call.id)) return key('call', call.id);
  return key('call', call.id, askedBy(call), user);
}

/** What a call asks for; equal for calls that differ in their ids, or in how the JSON is written. */
export function askedBy(call: FunctionCall): string {
  return `${call.name} ${canonical(call.arguments)}`;
}

function canonical(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), sorted) ?? '';
  } catch {
    // A model may write what is no JSON; it comes back as it is, or not at all.
    return json;
  }
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function key(kind: string, ...parts: string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return `${kind}:${digest.slice(0, 22)}`;
}
