import type { Outcome, OutgoingText } from '../channel.ts';
import type { WrittenText } from './answer-state.ts';

/** Longest time between two edits that refusals bring about, milliseconds. */
const longestSpacingMs = 10_000;
/** After so many refusals in a row a message grows no longer. */
const mostRefusals = 3;

/** A message that is edited as its text grows. */
export class GrowingMessage {
  /** Markdown. */
  text = '';
  /** Whether the text may be shown yet. */
  ready = false;
  /** The message's id, once it is known. */
  ref: string | undefined;
  /** What it shows, as it was sent. */
  shown: string | undefined;
  readonly #cursor: string;
  #dirty = false;
  #at = 0;
  #refusals = 0;
  #format: OutgoingText['format'] = 'markup';
  #stopped = false;

  /**
   * @param cursor at its end while it grows
   * @param ref a message that is there already and takes the text
   */
  constructor(cursor: string, ref?: string) {
    this.#cursor = cursor;
    this.ref = ref;
  }

  /** There is more text, or another one. */
  changed(): void {
    this.#dirty = true;
  }

  /** Whether there is something to show, now or later. */
  get due(): boolean {
    return this.#dirty && this.ready && !this.#stopped;
  }

  /**
   * When it may be sent or edited, milliseconds since the epoch.
   * @param usualMs least time between two edits
   * @param slowness by how much longer it is, for the platform refused some
   */
  notBefore(usualMs: number, slowness: number): number {
    if (this.#at === 0) return 0;
    return this.#at + Math.max(usualMs, Math.min(longestSpacingMs, usualMs * slowness));
  }

  /**
   * What is to be sent next; undefined where the message shows it. Its first form has no cursor: a
   * message whose sending nobody answered could never be rid of it.
   */
  next(written: WrittenText | undefined): OutgoingText | undefined {
    this.#dirty = false;
    if (!written) return undefined;
    const plain = this.#format === 'plain' ? written.plain : written.markup;
    const text = this.ref === undefined ? plain : plain + this.#cursor;
    // The same text with a cursor says no more than without.
    if (this.shown === text || this.shown === plain) return undefined;
    this.#at = Date.now();
    return { text, format: this.#format };
  }

  /** Takes in how a call ended that was to show `text`. */
  took(outcome: Outcome, { text }: OutgoingText): void {
    const first = this.ref === undefined;
    this.#dirty ||= outcome.kind !== 'accepted' && outcome.kind !== 'unchanged';
    if (outcome.kind !== 'refused') this.#refusals = 0;
    switch (outcome.kind) {
      case 'accepted':
        this.ref = outcome.ref;
        this.shown = text;
        return;
      case 'unchanged':
        this.shown = text;
        return;
      case 'refused':
        this.#refusals += 1;
        this.#stopped = this.#refusals >= mostRefusals;
        return;
      case 'unparsed':
        this.#stopped = this.#format === 'plain';
        this.#format = 'plain';
        this.#at = 0;
        return;
      case 'unanswered':
        // Nobody knows the id of a message that was perhaps sent. One that was perhaps edited shows
        // the old text or the new one.
        this.#stopped = first;
        this.shown = undefined;
        return;
      case 'gone':
        if (outcome.what !== 'message') return;
        this.ref = undefined;
        this.#stopped = true;
        return;
      case 'too long':
      case 'closed':
      case 'failed':
        this.#stopped = true;
        return;
      case 'unconnected':
      case 'token refused':
      case 'moved':
    }
  }
}
