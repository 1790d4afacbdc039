import { z } from 'zod';
import { invalidRequest } from '../../errors/api-error.ts';

/** What would change the answer and cannot be honoured, in the requests of both APIs. */
export const unavailableOptions = z.object({
  n: z.number().nullish().describe('Only 1 is possible.'),
  logprobs: z.boolean().nullish().describe('Only false is possible.'),
  modalities: z.array(z.string()).nullish().describe('Only text is possible.'),
  audio: z.unknown().optional().describe('Not possible.'),
});

/**
 * Takes the values that ask for nothing out of the ordinary; the others are never silently dropped.
 * @throws {ApiError} 400 whose `param` names the option
 */
export function refuseUnavailableOptions(options: z.output<typeof unavailableOptions>): void {
  const { n, logprobs, modalities, audio } = options;
  if (n !== null && n !== undefined && n !== 1) {
    throw invalidRequest('n: only one answer can be given; leave n out or set it to 1.', 'n');
  }
  if (logprobs) throw invalidRequest('logprobs: log probabilities are not available.', 'logprobs');
  if (modalities?.some((modality) => modality !== 'text')) {
    throw invalidRequest('modalities: answers are text only.', 'modalities');
  }
  if (audio !== null && audio !== undefined) {
    throw invalidRequest('audio: answers are text only.', 'audio');
  }
}
