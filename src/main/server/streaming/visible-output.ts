import type { RunEvent } from '../../../shared/run-events.ts';
import type { Settings } from '../../../shared/settings.ts';

/** A piece of what a chat client shows: in the answer, or in its thinking area. */
export interface OutputPiece {
  channel: 'content' | 'reasoning';
  text: string;
}

type ToolActivity = Settings['streaming']['toolActivity'];

/**
 * Turns a run's events, in order, into what the person at a chat client sees: the text of several
 * model calls joined by a blank line, the model's reasoning, and a line for each tool call
 * ("▸ terminal: ls -la") where the setting wants them. Undefined for an event that shows nothing.
 */
export function createVisibleOutput(
  toolActivity: ToolActivity,
): (event: RunEvent) => OutputPiece | undefined {
  /** The block each channel's last piece belonged to; a new block begins after a blank line. */
  const last: Record<OutputPiece['channel'], string | undefined> = {
    content: undefined,
    reasoning: undefined,
  };
  let blocks = blocksOf(0);

  const piece = (
    channel: OutputPiece['channel'],
    block: string,
    text: string,
  ): OutputPiece | undefined => {
    if (text === '') return undefined;
    const before = last[channel];
    last[channel] = block;
    if (before === undefined) return { channel, text };
    if (before !== block) return { channel, text: `\n\n${text}` };
    return { channel, text: block === 'tools' ? `\n${text}` : text };
  };
  const toolLine = (text: string): OutputPiece | undefined =>
    toolActivity === 'off' ? undefined : piece(toolActivity, 'tools', `▸ ${text}`);

  return (event) => {
    switch (event.type) {
      case 'model.started':
        blocks = blocksOf(event.call);
        return undefined;
      case 'text.delta':
        return piece('content', blocks.text, event.text);
      case 'reasoning.delta':
        return piece('reasoning', blocks.reasoning, event.text);
      case 'tool.started':
        return toolLine(event.summary ? `${event.name}: ${event.summary}` : event.name);
      case 'approval.requested':
        return toolLine('waiting for approval in Hermes Tray');
      case 'run.started':
      case 'model.finished':
      case 'tool.finished':
      case 'approval.resolved':
      case 'run.completed':
      case 'run.failed':
      case 'run.cancelled':
        return undefined;
    }
  };
}

/** The blocks of a model call, by its number. */
function blocksOf(call: number): { text: string; reasoning: string } {
  return { text: `text ${call}`, reasoning: `reasoning ${call}` };
}
