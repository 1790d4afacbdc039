import type OpenAI from 'openai';
import type { Telling } from '../../../../shared/clients/client.ts';
import type { RunEvent } from '../../../../shared/run-events.ts';
import { errorBody } from '../../errors/error-response.ts';
import { failureOf } from '../../streaming/stream-run.ts';
import {
  createVisibleOutput,
  type OutputPiece,
  type VisibleOutputOptions,
} from '../../streaming/visible-output.ts';
import type { AnswerHead } from './answer-head.ts';
import { toolCall } from './completion.ts';
import { chatUsage } from './usage.ts';

type Delta = Omit<OpenAI.ChatCompletionChunk.Choice.Delta, 'tool_calls'> & {
  reasoning_content?: string;
  tool_calls?: (OpenAI.ChatCompletionMessageToolCall & { index: number })[];
};
type FinishReason = OpenAI.ChatCompletionChunk.Choice['finish_reason'];

export interface ChunkOptions extends VisibleOutputOptions {
  /** The names of the client's tools that take text. */
  customTools: ReadonlySet<string>;
  /** How this client is told that the run failed. */
  streamErrors: Telling['streamErrors'];
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
  /** The frame after a moment of silence, empty for none; `now` in milliseconds since the epoch. */
  beat: (now: number) => string;
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

  const visible = createVisibleOutput(options);
  let contentShown = false;
  const held = { content: '', reasoning: '' };

  const shown = (piece: OutputPiece | undefined): string => {
    if (!piece) return '';
    contentShown ||= piece.channel === 'content';
    if (options.piecewise) {
      return textChunk(piece);
    }
    held[piece.channel] += piece.text;
    return '';
  };
  const whole = (): string =>
    (held.reasoning === '' ? '' : textChunk({ channel: 'reasoning', text: held.reasoning })) +
    (held.content === '' ? '' : textChunk({ channel: 'content', text: held.content }));

  const wordsOf = (message: string): string => {
    const gap = contentShown ? '\n\n' : '';
    return textChunk({ channel: 'content', text: `${gap}⚠ Hermes Tray: ${message}` });
  };

  return {
    opening: chunk({ role: 'assistant', content: '' }),
    encode: (event) => {
      if (event.type === 'run.completed') {
        const { clientToolCalls, finishReason, usage } = event.outcome;
        const calls = clientToolCalls.map((call, index) => ({
          index,
          ...toolCall(call, options.customTools),
        }));
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
      if (failure) {
        const words = options.streamErrors === 'words-first' ? wordsOf(failure.message) : '';
        return `${whole()}${words}data: ${JSON.stringify(errorBody(failure))}\n\n${done}`;
      }
      return shown(visible.show(event));
    },
    beat: (now) => {
      const piece = options.piecewise ? visible.beat(now) : undefined;
      return piece ? textChunk(piece) : '';
    },
  };
}
