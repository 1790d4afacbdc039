import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openServiceMemory } from '../../../../../src/main/model/upstream/dialect/service-memory.ts';
import type { Fact } from '../../../../../src/main/model/upstream/dialect/fact.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hermes-services-'));
  file = path.join(folder, 'services.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const service = { baseUrl: 'https://a.example/v1', model: 'm' };
const other = { baseUrl: 'https://a.example/v1', model: 'n' };
const elsewhere = { baseUrl: 'https://a.example/v1/b', model: 'm' };
const noStop: Fact = { kind: 'leave_out', field: 'stop' };

describe('what was learned of services', () => {
  it('is kept by address and model, and stands there after a restart', async () => {
    const memory = openServiceMemory({ file });
    memory.learn(service, [noStop, { kind: 'context', tokens: 4096 }]);
    memory.learn(elsewhere, [{ kind: 'shape', shape: 'short_ids' }]);
    await memory.flush();
    const again = openServiceMemory({ file });
    expect(again.dialectOf(service)).toEqual([noStop, { kind: 'context', tokens: 4096 }]);
    expect(again.dialectOf(elsewhere)).toEqual([{ kind: 'shape', shape: 'short_ids' }]);
    expect(again.dialectOf(other)).toEqual([]);
  });

  it('of two things about the same, the later holds', () => {
    const memory = openServiceMemory();
    memory.learn(service, [{ kind: 'limit', field: 'max_tokens', most: 100 }, noStop]);
    memory.learn(service, [{ kind: 'leave_out', field: 'max_tokens' }]);
    expect(memory.dialectOf(service)).toEqual([noStop, { kind: 'leave_out', field: 'max_tokens' }]);
  });

  it('is forgotten of one model, or of all of a service', async () => {
    const memory = openServiceMemory({ file });
    for (const each of [service, other, elsewhere]) memory.learn(each, [noStop]);
    memory.forget(service);
    expect(memory.dialectOf(service)).toEqual([]);
    expect(memory.dialectOf(other)).toEqual([noStop]);
    memory.forget({ baseUrl: service.baseUrl });
    expect(memory.dialectOf(other)).toEqual([]);
    expect(memory.dialectOf(elsewhere)).toEqual([noStop]);
    await memory.flush();
    expect(openServiceMemory({ file }).dialectOf(elsewhere)).toEqual([noStop]);
  });

  it('leaves a tool out, and a stream, only as long as the program runs', async () => {
    const memory = openServiceMemory({ file });
    memory.learn(service, [
      { kind: 'leave_out_tool', name: 'f' },
      { kind: 'no_streaming' },
      noStop,
    ]);
    expect(memory.dialectOf(service)).toHaveLength(3);
    await memory.flush();
    expect(openServiceMemory({ file }).dialectOf(service)).toEqual([noStop]);
  });

  it('is bounded, and what was used last is kept', async () => {
    const memory = openServiceMemory({ file });
    for (let count = 0; count < 300; count += 1) {
      memory.learn({ ...service, model: `m${count}` }, [noStop]);
    }
    for (let count = 0; count < 100; count += 1) {
      memory.learn(service, [{ kind: 'leave_out', field: `f${count}` }]);
    }
    await memory.flush();
    const again = openServiceMemory({ file });
    expect(again.dialectOf({ ...service, model: 'm0' })).toEqual([]);
    expect(again.dialectOf({ ...service, model: 'm299' })).toEqual([noStop]);
    expect(again.dialectOf(service)).toHaveLength(64);
    const { services } = JSON.parse(await readFile(file, 'utf8')) as { services: object[] };
    expect(services).toHaveLength(200);
  });

  it.each([
    'not JSON',
    '{}',
    '{"version": 2, "services": []}',
    '{"version": 1, "services": [{"baseUrl": 1}]}',
    '[]',
    '',
  ])('begins anew with a file that means nothing: %j', async (text) => {
    await writeFile(file, text);
    const memory = openServiceMemory({ file });
    expect(memory.dialectOf(service)).toEqual([]);
    memory.learn(service, [noStop]);
    await memory.flush();
    expect(openServiceMemory({ file }).dialectOf(service)).toEqual([noStop]);
  });

  it('passes over what a newer version wrote beside what it knows', async () => {
    const facts = [noStop, { kind: 'telepathy' }, { kind: 'leave_out' }];
    await writeFile(file, JSON.stringify({ version: 1, services: [{ ...service, facts }] }));
    expect(openServiceMemory({ file }).dialectOf(service)).toEqual([noStop]);
  });

  it('that cannot be written is told once a try, and hinders nothing', async () => {
    const warnings: string[] = [];
    const memory = openServiceMemory({
      file: path.join(file, 'below', 'a file'),
      warn: (message) => warnings.push(message),
    });
    await writeFile(file, 'in the way');
    memory.learn(service, [noStop]);
    await memory.flush();
    expect(warnings).toEqual(['What was learned of model services cannot be kept']);
    expect(memory.dialectOf(service)).toEqual([noStop]);
  });
});
