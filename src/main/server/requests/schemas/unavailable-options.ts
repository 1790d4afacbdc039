import { z } from 'zod';

/**
 * What would change the answer and cannot be honoured, in the requests of both APIs: only values that
 * ask for nothing out of the ordinary are taken, the others are never silently dropped.
 */
export const unavailableOptions = z.object({
  n: z
    .literal(1, 'only one answer can be given; leave n out or set it to 1.')
    .nullish()
    .describe('Only 1 is possible.'),
  logprobs: z
    .literal(false, 'log probabilities are not available.')
    .nullish()
    .describe('Only false is possible.'),
  modalities: z
    .array(z.string())
    .refine((kinds) => kinds.every((kind) => kind === 'text'), 'answers are text only.')
    .meta({ items: { type: 'string', enum: ['text'] } })
    .nullish()
    .describe('Only text is possible.'),
  audio: z.null('answers are text only.').optional().describe('Not possible.'),
});
