import type { Telling } from '../../../shared/clients/client.ts';
import type { RunEvent } from '../../../shared/run-events.ts';
import type { Settings } from '../../../shared/settings.ts';
import { outcomeOf, seconds, toolLine } from '../../../shared/tools/tool-lines.ts';

/** A piece of what a chat client shows: in the answer, or in its thinking area. */
export interface OutputPiece {
  channel: 'content' | 'reasoning';
  text: string;
}

/** How the activity of the agent is shown. */
export interface VisibleOutputOptions {
  toolActivity: Settings['streaming']['toolActivity'];
  /** Until when this client may be sent reasoning. */
  reasoning: Telling['reasoning'];
}

/** What a person at a chat client sees of a run. */
export interface VisibleOutput {
  /** What an event shows; undefined for nothing. To be called once for each event, in order. */
  show: (event: RunEvent) => OutputPiece | undefined;
  /**
   * What is shown after a moment in which nothing was: a space of reasoning, or, once text has come
   * and stands below the tool's line, from time to time the tool that is waited for. Undefined where
   * nothing may be.
   * @param now milliseconds since the epoch
   */
  beat: (now: number) => OutputPiece | undefined;
}

/** A call under way. */
interface OpenCall {
  line: string;
  startedAt: number;
  /** How often it was named while it was waited for. */
  named: number;
}

/** After so many seconds a call that is waited for is named, then each minute. */
const namedAfter = [2, 10, 30];

/**
 * Turns a run's events, in order, into what the person at a chat client sees: the text of several
 * model calls joined by a blank line, the model's reasoning, and a line for each tool call
 * ("▸ terminal: `ls -la` ✓ 0.4 s") where the setting wants them. A call's outcome stands on its
 * line, or, when something came in between, on a line of its own.
 */
export function createVisibleOutput(options: VisibleOutputOptions): VisibleOutput {
  const { toolActivity } = options;
  /** The block each channel's last piece belonged to; a new block begins after a blank line. */
  const last: Record<OutputPiece['channel'], string | undefined> = {
    content: undefined,
    reasoning: undefined,
  };
  let blocks = blocksOf(0);
  const open = new Map<string, OpenCall>();
  /** The call whose line was written last, with nothing behind it. */
  let endsWith: string | undefined;
  let toolsShown = false;

  const mayReason = (): boolean => options.reasoning === 'any-time' || last.content === undefined;
  const piece = (
    channel: OutputPiece['channel'],
    block: string,
    text: string,
  ): OutputPiece | undefined => {
    if (text === '' || (channel === 'reasoning' && !mayReason())) return undefined;
    const before = last[channel];
    last[channel] = block;
    endsWith = undefined;
    if (before === undefined) return { channel, text };
    if (before !== block) return { channel, text: `\n\n${text}` };
    return { channel, text: block === 'tools' ? `\n${text}` : text };
  };
  /** A line of its own, or the rest of a call's line. */
  const tell = (callId: string, line: string, rest = ''): OutputPiece | undefined => {
    if (toolActivity === 'off') return undefined;
    const adjoins = rest !== '' && endsWith === callId;
    const shown = adjoins
      ? { channel: toolActivity, text: rest }
      : piece(toolActivity, 'tools', line + rest);
    if (shown) {
      endsWith = callId;
      toolsShown = true;
    }
    return shown;
  };

  return {
    show: (event) => {
      switch (event.type) {
        case 'model.started':
          blocks = blocksOf(event.call);
          return undefined;
        case 'text.delta':
          return piece('content', blocks.text, event.text);
        case 'reasoning.delta':
          return piece('reasoning', blocks.reasoning, event.text);
        case 'tool.started': {
          const line = toolLine(event.name, event.summary);
          open.set(event.callId, { line, startedAt: event.at, named: 0 });
          return tell(event.callId, line);
        }
        case 'approval.requested': {
          const line = open.get(event.callId)?.line ?? toolLine(event.tool, '');
          return tell(event.callId, line, ' … waits for approval in Hermes Tray');
        }
        case 'tool.finished': {
          const line = open.get(event.callId)?.line ?? toolLine(event.name, '');
          open.delete(event.callId);
          return tell(event.callId, line, ` ${outcomeOf(event)}`);
        }
        case 'run.notice':
          return event.shown && toolActivity !== 'off'
            ? piece(toolActivity, 'tools', `▸ ${event.text}`)
            : undefined;
        case 'run.started':
        case 'run.resumed':
        case 'run.remembered':
        case 'model.finished':
        case 'approval.resolved':
        case 'run.completed':
        case 'run.failed':
        case 'run.cancelled':
          return undefined;
      }
    },
    beat: (now) => {
      const begun = toolsShown || last.reasoning !== undefined;
      if (toolActivity === 'off' || !begun || !mayReason()) return undefined;
      const nothing: OutputPiece = { channel: 'reasoning', text: ' ' };
      if (last.content === undefined || toolActivity === 'content') return nothing;
      const latest = [...open].at(-1);
      if (!latest) return nothing;
      const [callId, call] = latest;
      const elapsed = now - call.startedAt;
      if (elapsed < nextNaming(call.named) * 1000) return nothing;
      call.named += 1;
      const named = piece('reasoning', 'tools', `${call.line} … ${seconds(elapsed)}`);
      endsWith = callId;
      return named;
    },
  };
}

/** In seconds since the call's beginning. */
function nextNaming(named: number): number {
  return namedAfter[named] ?? (named - namedAfter.length + 1) * 60;
}

/** The blocks of a model call, by its number. */
function blocksOf(call: number): { text: string; reasoning: string } {
  return { text: `text ${call}`, reasoning: `reasoning ${call}` };
}
