import type { OutgoingFile } from '../channel.ts';
import type { RunLog } from '../../runs/run-log.ts';
import type { RunEvent, RunOutcome } from '../../../shared/run-events.ts';
import { isFinal } from '../../../shared/run-events.ts';
import { readAnswer } from '../text/read-answer.ts';
import type { Part } from './answer-state.ts';
import type { AnswerWork } from './answer-work.ts';
import { newPart } from './parts.ts';
import { ToolLines } from './tool-lines.ts';
import type { Writing } from './writing.ts';

export interface FollowOptions {
  work: AnswerWork;
  writing: Writing;
  /** Whether messages can be edited: without, nothing is shown but the answer. */
  edits: boolean;
  /** A file that the answer names, or why it cannot be sent. Never rejects. */
  openFile: (path: string) => Promise<OutgoingFile | string>;
  /** There is something to show, or something else. */
  onChange: () => void;
}

/** Visible characters of a message at least before it is first shown. */
const leastVisible = 4;
/** A piece of text of more than this is more than one token. */
const tokenLength = 12;

/**
 * Reads a run's log into an answer's work, to its end.
 * @returns once the answer's messages are all known, and in the store
 */
export function followRun(log: RunLog, options: FollowOptions): Promise<void> {
  return new Promise((resolve) => {
    const follower = new Follower(options);
    log.subscribe(0, (event) => {
      follower.take(event);
      if (isFinal(event)) void follower.end(event).then(resolve);
    });
  });
}

/** Gives an answer's work a text that is there as a whole. */
export async function giveText(markdown: string, options: FollowOptions): Promise<void> {
  const follower = new Follower(options);
  follower.write(markdown);
  await follower.finish([]);
}

class Follower {
  readonly #options: FollowOptions;
  readonly #lines: ToolLines | undefined;
  readonly #media: string[] = [];
  #text = '';
  #tokens = 0;

  constructor(options: FollowOptions) {
    this.#options = options;
    const { toolLines } = options.work.settings;
    this.#lines = toolLines === 'off' || !options.edits ? undefined : new ToolLines(toolLines);
  }

  take(event: RunEvent): void {
    const { work } = this.#options;
    work.news(askingOf(event));
    if (event.type === 'text.delta') this.write(event.text);
    if (event.type === 'tool.started' || event.type === 'approval.requested') this.#close();
    if (this.#lines?.take(event)) {
      work.tools.text = this.#lines.text;
      work.tools.ready = true;
      work.tools.changed();
    }
    // Nobody was typing, perhaps, while a person was asked.
    if (!event.type.endsWith('.delta')) this.#options.onChange();
  }

  write(text: string): void {
    const { writing, work } = this.#options;
    const { growth, settings } = work;
    this.#text += text;
    this.#tokens += text.length > tokenLength ? Math.ceil(text.length / 4) : 1;
    if (!settings.streams) return;
    const seen = readAnswer(this.#text).text;
    // What comes behind a preview's end needs no look at it.
    if (growth.text.length < writing.previewSource) growth.changed();
    growth.text = seen;
    growth.ready ||=
      this.#tokens >= settings.minTokens && seen.replaceAll(/\s/g, '').length >= leastVisible;
    if (growth.ready) this.#options.onChange();
  }

  /** The run has ended. */
  async end(event: Extract<RunEvent, { type: `run.${'completed' | 'failed' | 'cancelled'}` }>) {
    const { writing } = this.#options;
    if (event.type === 'run.failed')
      return this.finish(writing.plainParts(`⚠️ ${event.error.message}`));
    if (event.type === 'run.cancelled') {
      const closed = event.reason === 'server_stopped';
      return this.finish(closed ? writing.plainParts('⚠️ Stopped: Hermes Tray was closed.') : []);
    }
    const why = whyIncomplete(event.outcome);
    return this.finish(why === undefined ? [] : writing.plainParts(`⚠️ ${why}`));
  }

  /** Nothing more comes. @param last what is said behind the answer, in messages of its own */
  async finish(last: Part[]): Promise<void> {
    const files = await this.#files();
    // In one go with the end: whoever reads the store later knows that these parts are the last.
    this.#closeText();
    await this.#options.work.finish([...files, ...last]);
  }

  /** A tool begins: what is said afterwards stands in a message of its own, behind its line. */
  #close(): void {
    if (this.#options.work.settings.streams) this.#closeText();
    else if (this.#text.trim() !== '') this.#text = `${this.#text.trimEnd()}\n\n`;
  }

  #closeText(): void {
    const { text, media } = readAnswer(this.#text);
    this.#media.push(...media);
    this.#text = '';
    this.#tokens = 0;
    this.#options.work.close(this.#options.writing.parts(text));
  }

  async #files(): Promise<Part[]> {
    const { openFile, writing } = this.#options;
    const parts: Part[] = [];
    for (const path of [...this.#media, ...readAnswer(this.#text).media]) {
      const file = await openFile(path);
      if (typeof file === 'string') parts.push(...writing.plainParts(`⚠️ ${path}: ${file}`));
      else {
        const { path: real, name } = file;
        parts.push({ ...newPart, markup: '', plain: name, file: { path: real, name } });
      }
    }
    return parts;
  }
}

function askingOf({ type }: RunEvent): number {
  if (type === 'approval.requested') return 1;
  return type === 'approval.resolved' ? -1 : 0;
}

function whyIncomplete({ incompleteReason }: RunOutcome): string | undefined {
  switch (incompleteReason) {
    case 'max_output_tokens':
      return 'Cut off: the model may write no more in one answer.';
    case 'content_filter':
      return 'Cut off by the model service’s content filter.';
    case 'interrupted':
      return 'Cut off: the model service broke off.';
    case 'max_iterations':
    case undefined:
      return undefined;
  }
}
