import type { Settings } from '../../../shared/settings.ts';
import { nameAndAddress } from '../upstream/errors/failure.ts';
import { troubleOf } from '../upstream/errors/trouble.ts';
import { describeUpstreamFailure } from '../upstream/errors/upstream-failure.ts';
import { createUpstreamClient } from '../upstream/http/upstream-client.ts';
import { serviceOf, type ConfiguredService } from './service.ts';

/** Whether the model service answers. */
export interface Reachability {
  reachable: boolean;
  /** In plain words, when it does not. */
  error?: string;
}

/** Said by the way to a service, and not by the service: a proxy wants a password. */
const proxyStatus = 407;

/**
 * Asks the model service for its list of models, which costs nothing there, on the way that its
 * model calls take. Any answer counts, a refusal too: the question is whether somebody is there.
 * Never rejects.
 */
export async function reachabilityOf(
  settings: Settings['model'],
  apiKey: string | undefined,
  signal: AbortSignal,
): Promise<Reachability> {
  if (settings.provider === 'demo') return { reachable: true };
  let service: ConfiguredService;
  try {
    service = serviceOf(settings, apiKey);
  } catch (error) {
    return { reachable: false, error: (error as Error).message };
  }
  try {
    const { body } = await createUpstreamClient(service).models(signal);
    body.discard();
    return { reachable: true };
  } catch (thrown) {
    const trouble = troubleOf(thrown);
    if (trouble?.kind === 'refused' && trouble.status !== proxyStatus) return { reachable: true };
    const failure = describeUpstreamFailure(thrown, service);
    const unknown = `${nameAndAddress(service)} did not answer (${String(thrown)}).`;
    return { reachable: false, error: failure?.error.message ?? unknown };
  }
}
