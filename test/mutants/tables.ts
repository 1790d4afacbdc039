import { accessMutants } from './tables/access.ts';
import { chatRequestMutants } from './tables/chat-completions-request.ts';
import { routesMutants } from './tables/routes.ts';
import type { MutantTable } from './mutant.ts';

/** Every table, in the order of the contract. */
export const mutantTables: readonly MutantTable[] = [
  routesMutants,
  accessMutants,
  chatRequestMutants,
];
