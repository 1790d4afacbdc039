import type { Settings } from './settings.ts';

/** Whether API clients get answers piece by piece: the API server's own switch, else the master's. */
export function streamsPiecewise({
  enabled,
  apiServer,
}: Pick<Settings['streaming'], 'enabled' | 'apiServer'>): boolean {
  return apiServer === 'follow' ? enabled : apiServer === 'on';
}
