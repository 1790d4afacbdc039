import type OpenAI from 'openai';
import type { RunEvent } from '../../../../shared/run-events.ts';
import type { Settings } from '../../../../shared/settings.ts';
import { errorBody } from '../../errors/error-response.ts';
import { failureOf } from '../../streaming/stream-run.ts';
import { createVisibleOutput, type OutputPiece } from '../../streaming/visible-output.ts';
import type { AnswerHead } from './answer-head.ts';
import { toolCall } from './completion.ts';
import { chatUsage } from './usage.ts';

type Delta = OpenAI.ChatCompletionChunk.Choice.Delta & { reasoning_content?: string };
type FinishReason = OpenAI.ChatCompletionChunk.Choice['finish_reason'];

export interface ChunkOptions {
  toolActivity: Settings['streaming']['toolActivity'];
  /** Usage in a chunk of its own instead of on the finish chunk. */
  includeUsage: boolean;
  /** False: the whole text comes in one chunk, at the end. */
  piecewise: boolean;
}

/** The frames of one streamed answer. */
export interface ChunkStream {
  /** The first frame: the role. */
  readonly opening: string;
  /** The frames that tell of an event, empty for none. To be called once for each, in order. */
  encode: (event: RunEvent) => string;
}

const done = 'data: [DONE]\n\n';

/** Maps the events of a run to the chunks of a chat completion; holds only what it must remember. */
export function createChunkStream(head: AnswerHead, options: ChunkOptions): ChunkStream {
  // Everything but the choice is the same in each chunk and is turned into JSON once.
  const { id, created, model } = head;
  const start = `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created, model }).slice(0, -1)}`;
  const chunk = (delta: Delta, finishReason: FinishReason = null, rest = ''): string =>
    `${start},"choices":[{"index":0,"delta":${JSON.stringify(delta)},"finish_reason":${JSON.stringify(finishReason)}}]${rest}}\n\n`;
  // Of a piece of text, only the text itself.
  const beforeText = {
    content: `${start},"choices":[{"index":0,"delta":{"content":`,
    reasoning: `${start},"choices":[{"index":0,"delta":{"reasoning_content":`,
  };
  const textChunk = ({ channel, text }: OutputPiece): string =>
    `${beforeText[channel]}${JSON.stringify(text)}},"finish_reason":null}]}\n\n`;

  const show = createVisibleOutput(options.toolActivity);
  const held = { content: '', reasoning: '' };

  const shown = (piece: OutputPiece | undefined): string => {
    if (!piece) return '';
    if (options.piecewise) {
      return textChunk(piece);
    }
    held[piece.channel] += piece.text;
    return '';
  };
  const whole = (): string =>
    (held.reasoning === '' ? '' : textChunk({ channel: 'reasoning', text: held.reasoning })) +
    (held.content === '' ? '' : textChunk({ channel: 'content', text: held.content }));

  return {
    opening: chunk({ role: 'assistant', content: '' }),
    encode: (event) => {
      if (event.type === 'run.completed') {
        const { clientToolCalls, finishReason, usage } = event.outcome;
        const calls = clientToolCalls.map((call, index) => ({ index, ...toolCall(call) }));
        const tokens = `,"usage":${JSON.stringify(chatUsage(usage))}`;
        return (
          whole() +
          (calls.length === 0 ? '' : chunk({ tool_calls: calls })) +
          (options.includeUsage
            ? `${chunk({}, finishReason)}${start},"choices":[]${tokens}}\n\n`
            : chunk({}, finishReason, tokens)) +
          done
        );
      }
      const failure = failureOf(event);
      if (failure) return `${whole()}data: ${JSON.stringify(errorBody(failure))}\n\n${done}`;
      return shown(show(event));
    },
  };
}
