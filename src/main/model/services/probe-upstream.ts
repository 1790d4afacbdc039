import type { Settings } from '../../../shared/settings.ts';
import { serviceOf } from './service.ts';
import { UpstreamError } from '../upstream/errors/upstream-error.ts';

/** Whether the model service answers. */
export interface Reachability {
  reachable: boolean;
  /** In plain words, when it does not. */
  error?: string;
}

/**
 * Asks the model service for its list of models, which costs nothing there. Any HTTP answer counts:
 * the question is whether somebody is there. Never rejects.
 */
export async function probeUpstream(
  settings: Settings['model'],
  apiKey: string | undefined,
  signal: AbortSignal,
): Promise<Reachability> {
  if (settings.provider === 'demo') return { reachable: true };
  try {
    const { baseUrl } = serviceOf(settings, apiKey);
    const response = await fetch(`${baseUrl}/models`, {
      headers: apiKey ? { Authorization: `Bearer ${apiKey}` } : {},
      signal,
    });
    await response.body?.cancel();
    return { reachable: true };
  } catch (error) {
    if (error instanceof UpstreamError) return { reachable: false, error: error.message };
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return {
      reachable: false,
      error: `${settings.baseUrl} does not answer (${cause?.code ?? message})`,
    };
  }
}
