import { z } from 'zod';
import type { ModelParameters } from '../../../model/model.ts';

const number = z.number().nullish();

/**
 * -1 is how clients of local models say "no limit".
 */
const tokens = z
  .int()
  .min(-1)
  .refine((count) => count !== 0, 'must be at least 1')
  .meta({ not: { const: 0 } })
  .nullish()
  .describe('-1: no limit.');

/** What a client may set and we hand to the upstream as it is; null stands for "not set". */
export const modelParameters = z.object({
  temperature: number,
  top_p: number,
  max_tokens: tokens,
  max_completion_tokens: tokens,
  stop: z
    .union([z.string(), z.array(z.string())], { error: 'must be a string or an array of strings' })
    .nullish(),
  seed: z.int().nullish(),
  presence_penalty: number,
  frequency_penalty: number,
  logit_bias: z.record(z.string(), z.number()).nullish(),
  response_format: z.looseObject({ type: z.string() }).nullish(),
  reasoning_effort: z.string().nullish(),
  verbosity: z.string().nullish(),
  parallel_tool_calls: z.boolean().nullish(),
});

const names = Object.keys(modelParameters.shape) as (keyof typeof modelParameters.shape)[];

/** The parameters that are set; whatever else the request holds is left out. */
export function setParameters(parsed: z.output<typeof modelParameters>): ModelParameters {
  const set: Record<string, unknown> = {};
  for (const name of names) {
    const value = parsed[name];
    const unlimited = name.startsWith('max_') && value === -1;
    if (value !== null && value !== undefined && !unlimited) set[name] = value;
  }
  return set;
}
