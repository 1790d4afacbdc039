import type { Settings } from '../../../shared/settings.ts';

/** Whether API clients get answers piece by piece: the API server's own switch, else the master's. */
export function streamsPiecewise({ enabled, apiServer }: Settings['streaming']): boolean {
  return apiServer === 'follow' ? enabled : apiServer === 'on';
}
