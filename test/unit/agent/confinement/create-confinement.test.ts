import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { Confinement } from '../../../../src/main/agent/confinement/confinement.ts';
import { createConfinement } from '../../../../src/main/agent/confinement/create-confinement.ts';
import type {
  ConfinementSystem,
  ProbeResult,
} from '../../../../src/main/agent/confinement/system.ts';
import { PlaceTable } from '../../../../src/main/agent/places/place-table.ts';
import { LogBuffer } from '../../../../src/main/log/log-buffer.ts';
import { createLogger } from '../../../../src/main/log/logger.ts';
import { createRedactor } from '../../../../src/main/log/redactor.ts';
import { agentSettings, type Settings } from '../../../../src/shared/settings.ts';

const program = { file: '/bin/true', args: [], cwd: '/', environment: {} };
const enclosure = { workspace: '/', owner: 'test' };

function confinementOf(
  settings: Partial<Settings['agent']>,
  probe: () => Promise<ProbeResult>,
): Confinement {
  const system: ConfinementSystem = {
    probe,
    enclose: () => Promise.reject(new Error('There is no wall here')),
    watch: () => () => Promise.resolve([]),
    places: () => new PlaceTable([]),
    forget: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return createConfinement({
    platform: process.platform,
    home: tmpdir(),
    dataDir: tmpdir(),
    environment: () => ({}),
    settings: () => agentSettings.parse(settings),
    logger: createLogger({
      level: 'error',
      source: 'test',
      redactor: createRedactor(),
      sinks: { buffer: new LogBuffer() },
    }),
    system,
  });
}

const missing = (): Promise<ProbeResult> =>
  Promise.resolve({ holds: false, reason: 'bubblewrap is not installed. Install it.' });

test('auto: what cannot be had is said, and programs run as they are', async () => {
  const confinement = confinementOf({}, missing);
  expect(await confinement.ready()).toEqual({
    state: 'unavailable',
    reason: 'bubblewrap is not installed. Install it.',
  });
  expect(await confinement.enclose(program, enclosure)).toMatchObject({
    file: '/bin/true',
    confined: false,
  });
});

test('required: nothing runs without it, and the error says why', async () => {
  const confinement = confinementOf({ confinement: 'required' }, missing);
  await expect(confinement.enclose(program, enclosure)).rejects.toThrow(
    /Nothing was run.*bubblewrap is not installed/,
  );
});

test('a probe that breaks is no wall', async () => {
  const confinement = confinementOf({}, () => Promise.reject(new Error('the disk is full')));
  expect(await confinement.ready()).toEqual({
    state: 'unavailable',
    reason: 'It failed: the disk is full',
  });
});

test('off: it is not even tried out', async () => {
  let tried = 0;
  const confinement = confinementOf({ confinement: 'off' }, () => {
    tried += 1;
    return missing();
  });
  expect(await confinement.ready()).toEqual({ state: 'off', reason: 'You switched it off.' });
  expect(tried).toBe(0);
});

test('it is tried out once, and who watches is told', async () => {
  let tried = 0;
  let told = 0;
  const confinement = confinementOf({}, () => {
    tried += 1;
    return Promise.resolve({ holds: true, by: 'a test' });
  });
  confinement.onChange(() => (told += 1));
  expect(confinement.status.state).toBe('unavailable');
  await Promise.all([confinement.ready(), confinement.ready()]);
  expect([tried, told]).toEqual([1, 1]);
  expect(confinement.status).toEqual({ state: 'on', reason: 'It is held by a test.' });
});
