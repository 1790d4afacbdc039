import type OpenAI from 'openai';
import type { RunEvent, RunOutcome } from '../../../../shared/run-events.ts';
import { errorBody } from '../../errors/error-response.ts';
import { failureOf } from '../../streaming/stream-run.ts';
import { createVisibleOutput } from '../../streaming/visible-output.ts';
import type { AnswerHead } from '../chat-completions/answer-head.ts';
import { chatUsage } from '../chat-completions/usage.ts';

/** What this form can show of a run is the text of its answer. */
const shown = { toolActivity: 'off', reasoning: 'any-time' } as const;

type Finish = OpenAI.CompletionChoice['finish_reason'];

/** How a run ended, in the words of the old form, which knows no tool calls. */
const finishOf = ({ finishReason }: RunOutcome): Finish =>
  finishReason === 'tool_calls' ? 'stop' : finishReason;

/** The body that answers a plain request, from all events of a run and how it ended. Pure. */
export function textCompletionBody(
  head: AnswerHead,
  events: readonly RunEvent[],
  outcome: RunOutcome,
): OpenAI.Completion {
  const { show } = createVisibleOutput(shown);
  const text = events.map((event) => show(event)).flatMap((piece) => piece ?? []);
  const answer = text.filter(({ channel }) => channel === 'content').map((piece) => piece.text);
  return {
    ...head,
    object: 'text_completion',
    choices: [
      { index: 0, text: answer.join(''), logprobs: null, finish_reason: finishOf(outcome) },
    ],
    usage: chatUsage(outcome.usage),
  };
}

/** Maps the events of a run to the chunks of a text completion. */
export function createTextChunks(
  head: AnswerHead,
  options: { includeUsage: boolean; piecewise: boolean },
): (event: RunEvent) => string {
  const { show } = createVisibleOutput(shown);
  let held = '';
  const frame = (body: object): string =>
    `data: ${JSON.stringify({ ...head, object: 'text_completion', ...body })}\n\n`;
  const chunk = (text: string, finish: Finish | null = null, rest: object = {}): string =>
    frame({ choices: [{ index: 0, text, logprobs: null, finish_reason: finish }], ...rest });
  const done = 'data: [DONE]\n\n';
  return (event) => {
    if (event.type === 'run.completed') {
      const usage = chatUsage(event.outcome.usage);
      const finish = finishOf(event.outcome);
      return options.includeUsage
        ? `${chunk(held, finish)}${frame({ choices: [], usage })}${done}`
        : `${chunk(held, finish, { usage })}${done}`;
    }
    const failure = failureOf(event);
    if (failure) {
      const before = held === '' ? '' : chunk(held);
      return `${before}data: ${JSON.stringify(errorBody(failure))}\n\n${done}`;
    }
    const piece = show(event);
    if (piece?.channel !== 'content') return '';
    if (options.piecewise) return chunk(piece.text);
    held += piece.text;
    return '';
  };
}
