import type { RunEventPayload } from '../../../shared/run-events.ts';

/** What a client may have seen of a run, and how far the run has come. */
export class Witness {
  readonly #shown: string[] = [];
  readonly #outputs = new Map<string, string>();
  #unfinished: string[] = [];

  /** Takes each event of the run, in order. */
  see(event: RunEventPayload): void {
    if (event.type === 'text.delta') {
      this.#shown.push(event.text);
      this.#unfinished.push(event.text);
    } else if (event.type === 'model.started') {
      this.#shown.push('\n\n');
      this.#unfinished = [];
    } else if (event.type === 'model.finished') this.#unfinished = [];
    else if (event.type === 'tool.finished') this.#outputs.set(event.callId, event.output);
  }

  /** All text, that of each model call behind a blank line. */
  get shown(): string {
    return this.#shown.join('');
  }

  /** For `settle`. */
  get brokenOff(): { text: string; outputs: ReadonlyMap<string, string> } {
    return { text: this.#unfinished.join(''), outputs: this.#outputs };
  }
}
