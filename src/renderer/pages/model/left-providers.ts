import { isRecord } from '../../../shared/is-record.ts';
import { providerPreset } from '../../../shared/providers.ts';
import type { ProviderId } from '../../../shared/settings.ts';

/** What the person had set for a provider. */
export interface ProviderChoice {
  baseUrl: string;
  model: string;
}

/**
 * Where the window keeps it: `localStorage`. It is a convenience only; what is in force stands in the
 * settings.
 */
interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const storageKey = 'model.left';

/** Remembers what was set for a provider that is left for another one. */
export function rememberProvider(memory: Memory, id: ProviderId, choice: ProviderChoice): void {
  memory.setItem(storageKey, JSON.stringify({ ...readAll(memory), [id]: choice }));
}

/** What was set for a provider when it was left; else the address of its preset, and no model. */
export function recallProvider(memory: Memory, id: ProviderId): ProviderChoice {
  const left = readAll(memory)[id];
  if (isRecord(left) && typeof left.baseUrl === 'string' && typeof left.model === 'string') {
    return { baseUrl: left.baseUrl, model: left.model };
  }
  return { baseUrl: providerPreset(id).baseUrl, model: '' };
}

function readAll(memory: Memory): Record<string, unknown> {
  try {
    const all: unknown = JSON.parse(memory.getItem(storageKey) ?? '{}');
    return isRecord(all) ? all : {};
  } catch {
    // What cannot be read is as good as forgotten.
    return {};
  }
}
