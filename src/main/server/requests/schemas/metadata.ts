import { z } from 'zod';

/** What a client notes at something of ours for itself. */
export const metadata = z
  .record(
    z.string().max(64, 'keys have at most 64 characters'),
    z.string('values must be strings').max(512, 'values have at most 512 characters'),
  )
  .refine((pairs) => Object.keys(pairs).length <= 16, 'has at most 16 pairs')
  .meta({ maxProperties: 16 });
