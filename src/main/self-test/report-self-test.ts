import { clients } from '../../shared/clients.ts';
import type { ConnectableClient } from '../../shared/clients/client.ts';
import type { SelfTestStep } from '../../shared/desktop-state.ts';
import { runSelfTest, type SelfTestOptions } from './run-self-test.ts';

const marks: Record<SelfTestStep['state'], string> = {
  running: '…',
  passed: '✓',
  failed: '✗',
  skipped: '–',
};

/**
 * The client of that id on the Connect page.
 * @throws {RangeError} when there is none, naming those that there are
 */
export function selfTestClient(id: string): ConnectableClient {
  const client = clients.find((each) => each.id === id);
  if (client) return client;
  const known = clients.map((each) => each.id).join(', ');
  throw new RangeError(`self-test: there is no client "${id}". Known are ${known}`);
}

/**
 * The self-test for a terminal: one line for each step that has ended.
 * @param print takes whole lines, without their end
 * @returns whether no step failed
 */
export async function reportSelfTest(
  client: ConnectableClient,
  print: (line: string) => void,
  options: Omit<SelfTestOptions, 'onStep'>,
): Promise<boolean> {
  print(`${client.name} at ${options.baseUrl}`);
  const steps = await runSelfTest(client.id, {
    ...options,
    onStep: ({ state, title, detail, ms }) => {
      if (state === 'running') return;
      print(`${marks[state]} ${title}${ms === null ? '' : ` (${ms} ms)`}: ${detail}`);
    },
  });
  return steps.every(({ state }) => state !== 'failed');
}
