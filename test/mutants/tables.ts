import { accessMutants } from './tables/access.ts';
import { floodAttacksMutants } from './tables/attacks-by-floods.ts';
import { windowAttacksMutants } from './tables/attacks-by-the-window.ts';
import { webAttacksMutants } from './tables/attacks-from-the-web.ts';
import { fileAttacksMutants } from './tables/attacks-on-files.ts';
import { keyAttacksMutants } from './tables/attacks-on-keys.ts';
import { attacksMutants } from './tables/attacks.ts';
import { chatRequestMutants } from './tables/chat-completions-request.ts';
import { chatCompletionsMutants } from './tables/chat-completions.ts';
import { chatToolsMutants } from './tables/chat-completions-tools.ts';
import { chatStreamMutants } from './tables/chat-completions-stream.ts';
import { chatEndingsMutants } from './tables/chat-completions-endings.ts';
import { faultsMutants } from './tables/faults.ts';
import { loopContextMutants } from './tables/loop-context.ts';
import { loopEventMutants } from './tables/loop-events.ts';
import { loopPromptMutants } from './tables/loop-prompt.ts';
import { loopUpstreamMutants } from './tables/loop-upstream.ts';
import { loopMutants } from './tables/loop.ts';
import { modelMutants } from './tables/models.ts';
import { routesMutants } from './tables/routes.ts';
import { everyResponseMutants } from './tables/every-response.ts';
import { parameterMutants } from './tables/parameters.ts';
import { requestFieldMutants } from './tables/request-fields.ts';
import { hostMutants } from './tables/hosts.ts';
import { webPageMutants } from './tables/web-pages.ts';
import { bodyMutants } from './tables/bodies.ts';
import type { MutantTable } from './mutant.ts';

/** Every table, in the order of the contract. */
export const mutantTables: readonly MutantTable[] = [
  routesMutants,
  everyResponseMutants,
  parameterMutants,
  requestFieldMutants,
  accessMutants,
  hostMutants,
  webPageMutants,
  bodyMutants,
  attacksMutants,
  fileAttacksMutants,
  webAttacksMutants,
  keyAttacksMutants,
  floodAttacksMutants,
  windowAttacksMutants,
  chatRequestMutants,
  chatCompletionsMutants,
  chatToolsMutants,
  chatStreamMutants,
  chatEndingsMutants,
  loopEventMutants,
  loopPromptMutants,
  loopMutants,
  loopUpstreamMutants,
  loopContextMutants,
  modelMutants,
  ...faultsMutants,
];
