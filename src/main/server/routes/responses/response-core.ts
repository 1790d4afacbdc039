import type { Settings } from '../../../../shared/settings.ts';
import type { Runs } from '../../../runs/runs.ts';
import type { ResponseStore } from '../../../store/response-store.ts';
import { createNamedTurns, type NamedTurns } from './named-turns.ts';
import { createResponses, type Responses } from './service.ts';
import { TurnOrder } from './turn-order.ts';

/** What goes on with conversations in this process, over HTTP or not: one order of their turns for all. */
export interface ResponseCore {
  order: TurnOrder;
  responses: Responses;
  /** For whoever goes on with one in this process. */
  namedTurns: (settings: () => Settings) => NamedTurns;
}

export function createResponseCore(parts: { runs: Runs; store: ResponseStore }): ResponseCore {
  const order = new TurnOrder();
  const responses = createResponses({ ...parts, order });
  return {
    order,
    responses,
    namedTurns: (settings) => createNamedTurns({ ...parts, responses, settings }),
  };
}
