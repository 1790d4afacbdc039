import { afterEach, expect, test } from 'vitest';
import { openServiceMemory } from '../../../../../src/main/model/upstream/dialect/service-memory.ts';
import {
  startResponsesUpstream,
  type ResponsesUpstream,
} from '../../../../support/responses-upstream/responses-upstream.ts';
import { ask, failureOf } from '../../ask.ts';
import { responsesModel, weather } from './asking.ts';

let upstream: ResponsesUpstream;
afterEach(() => upstream.close());

const paths = (): string[] =>
  upstream.requests.map(({ path, refused }) => `${path.slice(4)}${refused ? ' refused' : ''}`);

test('a refusal of tools beside reasoning leads to the Responses API, once', async () => {
  upstream = await startResponsesUpstream();
  upstream.replyWith(() => ({ text: 'ok' }));
  const memory = openServiceMemory();
  const chatFirst = { api: { first: 'chat', fixed: false }, memory } as const;
  const model = responsesModel(upstream, chatFirst);
  await ask(model, { tools: [weather] });
  await ask(model, { tools: [weather], parameters: { reasoning_effort: 'high' } });
  expect(paths()).toEqual(['chat/completions refused', 'responses', 'responses']);
  expect(upstream.requests[2]!.body['reasoning']).toMatchObject({ effort: 'high' });
  expect(model.learned).toEqual(['the Responses API is spoken']);

  // Another host that remembers the same, as after a restart.
  await ask(responsesModel(upstream, chatFirst), { tools: [weather] });
  expect(paths().at(-1)).toBe('responses');
});

test.each([
  ['as the refusal says', false],
  ['though the refusal does not say how', true],
])(
  'where there is no Responses API, the model does without thinking, %s',
  async (_, fewerWords) => {
    upstream = await startResponsesUpstream({ onlyChat: true, fewerWords });
    const model = responsesModel(upstream, { api: { first: 'chat', fixed: false } });
    for (const parameters of [{}, { reasoning_effort: 'medium' as const }]) {
      const { reply } = await ask(model, { tools: [weather], parameters });
      expect(reply.text).toBe('By chat completions.');
    }
    const accepted = upstream.requests.filter(({ refused }) => !refused);
    expect(accepted.map(({ body }) => body['reasoning_effort'])).toEqual(['none', 'none']);
    // Without tools it may think.
    await ask(model, { parameters: { reasoning_effort: 'medium' } });
    expect(upstream.requests.at(-1)!.body['reasoning_effort']).toBe('medium');
  },
);

test('a service without the Responses API is asked by chat completions from then on', async () => {
  upstream = await startResponsesUpstream({ onlyChat: true, reasons: false });
  const model = responsesModel(upstream);
  await ask(model);
  await ask(model);
  expect(paths()).toEqual(['chat/completions', 'chat/completions']);
  expect(model.learned).toEqual(['chat completions are spoken']);
});

test('neither API takes it: the first refusal is told, and it comes to an end', async () => {
  upstream = await startResponsesUpstream({ onlyChat: true });
  const model = responsesModel(upstream);
  const { reply } = await ask(model, { tools: [weather] });
  expect(reply.text).toBe('By chat completions.');
  expect(upstream.requests.length).toBeLessThan(4);
});

test('what only chat completions can say is said there', async () => {
  upstream = await startResponsesUpstream({ reasons: false });
  upstream.replyWith(() => ({ text: 'ok' }));
  const model = responsesModel(upstream, { model: 'gpt-4.1' });
  await ask(model, { parameters: { stop: ['x'], seed: 7 } });
  await ask(model);
  expect(paths()).toEqual(['chat/completions', 'responses']);
  expect(upstream.requests[0]!.body).toMatchObject({ stop: ['x'], seed: 7 });
});

test('a choice that is fixed is kept, and its refusals are told', async () => {
  upstream = await startResponsesUpstream();
  const chat = responsesModel(upstream, { api: { first: 'chat', fixed: true } });
  const { reply } = await ask(chat, { tools: [weather] });
  expect(reply.text).toBe('By chat completions.');
  expect(paths()).toEqual(['chat/completions refused', 'chat/completions']);
  expect(upstream.requests[1]!.body['reasoning_effort']).toBe('none');
  await upstream.close();

  upstream = await startResponsesUpstream({ onlyChat: true });
  const responses = responsesModel(upstream, { api: { first: 'responses', fixed: true } });
  const failure = await failureOf(ask(responses));
  expect(String(failure)).toContain('Invalid URL (POST /v1/responses)');
  expect(String(failure)).toContain('"API" in Hermes Tray, Settings › Model');
});
