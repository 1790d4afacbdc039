import type { MutantTable } from '../mutant.ts';
import { clientFaultsMutants } from './faults-client.ts';
import { clockFaultsMutants } from './faults-clock.ts';
import { settingsFaultsMutants } from './faults-settings.ts';
import { storeFaultsMutants } from './faults-store.ts';
import { upstreamFaultsMutants } from './faults-upstream.ts';

/** quality.md, Faults: a table for each place that trouble comes from. */
export const faultsMutants: readonly MutantTable[] = [
  upstreamFaultsMutants,
  clientFaultsMutants,
  storeFaultsMutants,
  settingsFaultsMutants,
  clockFaultsMutants,
];
