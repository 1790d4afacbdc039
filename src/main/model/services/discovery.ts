import type { LocalServerView } from '../../../shared/desktop-state.ts';
import { providerPreset } from '../../../shared/providers.ts';
import type { ProviderId } from '../../../shared/settings.ts';
import { modelsIn } from './list-models.ts';

/** A model server that may run on this computer. */
export interface LocalCandidate {
  provider: ProviderId;
  name: string;
  baseUrl: string;
}

const localProviders = ['ollama', 'lmstudio', 'jan', 'llamacpp'] as const;

/** The usual model servers at their usual ports. */
const localCandidates: readonly LocalCandidate[] = localProviders.map((provider) => {
  const { name, baseUrl } = providerPreset(provider);
  return { provider, name, baseUrl };
});

/**
 * The model servers that answer on this computer, with their models; all are asked at once. One that
 * wants a key is named without models. Hermes servers, our own among them, are left out: an agent
 * that is its own model would never come to an end. Never rejects.
 * @param timeoutMs for each server, in milliseconds
 */
export async function findLocalServers({
  candidates = localCandidates,
  timeoutMs = 1500,
}: { candidates?: readonly LocalCandidate[]; timeoutMs?: number } = {}): Promise<
  LocalServerView[]
> {
  const found = await Promise.all(candidates.map((candidate) => look(candidate, timeoutMs)));
  return found.filter((server) => server !== undefined);
}

async function look(
  candidate: LocalCandidate,
  timeoutMs: number,
): Promise<LocalServerView | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${candidate.baseUrl}/models`, { redirect: 'manual', signal });
    if (response.status === 401) {
      await response.body?.cancel();
      return (await isHermes(candidate, signal)) ? undefined : { ...candidate, models: [] };
    }
    if (!response.ok) {
      await response.body?.cancel();
      return undefined;
    }
    const answer: unknown = await response.json();
    if (ownersIn(answer).includes('hermes')) return undefined;
    return { ...candidate, models: modelsIn(answer).map(({ id }) => id) };
  } catch {
    // Nobody there, nobody who speaks this, or nobody in time: all the same here.
    return undefined;
  }
}

/** A Hermes server with a key says who it is without one. */
async function isHermes({ baseUrl }: LocalCandidate, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(new URL('/health', baseUrl), { redirect: 'manual', signal });
  const health: unknown = await response.json().catch(() => null);
  return (
    typeof health === 'object' &&
    health !== null &&
    'platform' in health &&
    health.platform === 'hermes-agent'
  );
}

function ownersIn(answer: unknown): unknown[] {
  const { data } = (answer ?? {}) as { data?: { owned_by?: unknown }[] };
  return Array.isArray(data) ? data.map((model) => model?.owned_by) : [];
}
