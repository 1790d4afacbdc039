import type { RunEvent } from '../../../shared/run-events.ts';
import { outcomeOf, toolLine } from '../../../shared/tools/tool-lines.ts';

/** Lines shown at most; the latest count. */
const most = 30;

interface Line {
  text: string;
  tool: string;
  callId: string;
  outcome: string;
  /** Calls of the same tool in a row that this line stands for. */
  calls: number;
}

/**
 * What the tools do, in lines: of every call (`all`), or one for calls of the same tool in a row
 * (`new`).
 */
export class ToolLines {
  readonly #mode: 'new' | 'all';
  readonly #lines: Line[] = [];

  constructor(mode: 'new' | 'all') {
    this.#mode = mode;
  }

  /** Markdown; empty where no tool has been called. */
  get text(): string {
    return this.#lines
      .slice(-most)
      .map(({ text, outcome, calls }) => {
        const times = calls > 1 ? ` · ${calls}×` : '';
        return `${text}${times}${outcome === '' ? '' : ` ${outcome}`}`;
      })
      .join('\n');
  }

  /** Takes an event; true where the lines are others now. */
  take(event: RunEvent): boolean {
    switch (event.type) {
      case 'tool.started': {
        const last = this.#lines.at(-1);
        if (this.#mode === 'new' && last?.tool === event.name) {
          last.calls += 1;
          last.callId = event.callId;
          last.outcome = '';
        } else {
          this.#lines.push({
            text: toolLine(event.name, event.summary),
            tool: event.name,
            callId: event.callId,
            outcome: '',
            calls: 1,
          });
        }
        return true;
      }
      case 'approval.requested':
        return this.#end(event.callId, '… waits for approval');
      case 'approval.resolved':
        return this.#end(event.callId, '');
      case 'tool.finished':
        return this.#end(event.callId, outcomeOf(event));
      case 'run.notice':
        if (!event.shown) return false;
        this.#lines.push({ text: `▸ ${event.text}`, tool: '', callId: '', outcome: '', calls: 1 });
        return true;
      case 'text.delta':
      case 'reasoning.delta':
      case 'model.started':
      case 'model.finished':
      case 'run.started':
      case 'run.resumed':
      case 'run.remembered':
      case 'run.completed':
      case 'run.failed':
      case 'run.cancelled':
        return false;
    }
  }

  #end(callId: string, outcome: string): boolean {
    const line = this.#lines.find((each) => each.callId === callId);
    if (!line) return false;
    line.outcome = outcome;
    return true;
  }
}
