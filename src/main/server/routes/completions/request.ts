import { z } from 'zod';
import { invalidRequest } from '../../errors/api-error.ts';
import { modelParameters } from '../../requests/schemas/model-parameters.ts';
import { parse } from '../../requests/schemas/parse.ts';

const prompt = z.string().min(1, 'must not be empty');

/** Options of the old form that would change the answer and cannot be honoured. */
const unavailable = {
  n: z.literal(1, 'must be 1: one answer is given').nullish(),
  best_of: z.literal(1, 'must be 1: one answer is given').nullish(),
  echo: z.literal(false, 'is not possible here: the prompt is not repeated').nullish(),
  suffix: z.literal('', 'is not possible here: the agent answers, it does not fill in').nullish(),
  logprobs: z.literal(0, 'is not possible here').nullish(),
};

/** The body of a request of the old completions form. */
export const completionsBody = modelParameters.extend({
  model: z.string().nullish().describe('Echoed; the model that answers is a setting.'),
  prompt: z
    .union(
      [prompt, z.array(prompt).length(1, 'must be one prompt')],
      'must be a string, or a list of one',
    )
    .describe('What the agent is asked.'),
  stream: z.boolean().nullish().describe('Whether the answer comes as server-sent events.'),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  ...unavailable,
});

/**
 * The same request in the form of chat completions: one message of the user, who is the prompt.
 * @throws {ApiError} 400 whose `param` names the field at fault
 */
export function asChatBody(raw: unknown): Record<string, unknown> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw invalidRequest('The body must be a JSON object.');
  }
  const parsed = parse(completionsBody, raw);
  const { prompt: given, suffix: _, best_of: __, echo: ___, logprobs: ____, ...rest } = parsed;
  return { ...rest, messages: [{ role: 'user', content: [given].flat()[0]! }] };
}
