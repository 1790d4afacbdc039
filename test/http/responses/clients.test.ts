import { createOpenAI } from '@ai-sdk/openai';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool as langchainTool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import {
  Agent,
  OpenAIResponsesModel,
  Runner,
  setTracingDisabled,
  tool as agentTool,
} from '@openai/agents';
import { generateText, stepCountIs, streamText, tool as aiTool } from 'ai';
import OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ScriptedReply } from '../../support/scripted-upstream.ts';
import { useResponsesBench } from './responses-bench.ts';

const bench = useResponsesBench({ settings: { agent: { approvals: 'allow' } } });
const baseURL = (): string => `${bench.host.url}/v1`;
const apiKey = (): string => bench.host.key!;
const lastRoles = (): string[] =>
  bench.messagesOf(bench.upstream.requests.length).map(({ role }) => role);

const asks: ScriptedReply = {
  text: 'I ask. ',
  toolCalls: [{ id: 'call_w', name: 'get_weather', arguments: { city: 'Bern' } }],
};
const answers: ScriptedReply = {
  reasoning: 'Sunny, I see.',
  text: ['It is ', 'sunny ', 'in Bern.'],
};
const usesServerTool: ScriptedReply = {
  text: 'Looking. ',
  toolCalls: [{ id: 'call_s', name: 'search_files', arguments: { pattern: 'x', target: 'files' } }],
};

const city = z.object({ city: z.string() });
const weatherIn = ({ city: name }: { city: string }): string => `sunny in ${name}`;

describe('the OpenAI SDK', () => {
  const client = (): OpenAI => new OpenAI({ baseURL: baseURL(), apiKey: apiKey(), maxRetries: 0 });

  it('creates, retrieves, lists the input of, and deletes responses', async () => {
    bench.upstream.reply(answers);
    const response = await client().responses.create({ model: 'hermes-agent', input: 'Weather?' });
    expect(response.output_text).toBe('It is sunny in Bern.');
    const retrieved = await client().responses.retrieve(response.id);
    expect(retrieved.output_text).toBe('It is sunny in Bern.');
    const items = await client().responses.inputItems.list(response.id);
    expect(items.data).toMatchObject([{ role: 'user', content: [{ text: 'Weather?' }] }]);
    await client().responses.delete(response.id);
    await expect(client().responses.retrieve(response.id)).rejects.toMatchObject({ status: 404 });
  });

  it('streams with responses.stream(), server tools and all where it asks for them', async () => {
    bench.upstream.reply(usesServerTool, answers);
    const stream = client().responses.stream({
      model: 'hermes-agent',
      input: 'Weather?',
      include: ['hermes.tool_calls' as 'message.input_image.image_url'],
    });
    let text = '';
    stream.on('response.output_text.delta', ({ delta }) => {
      text += delta;
    });
    const final = await stream.finalResponse();
    expect(text).toBe('Looking. It is sunny in Bern.');
    expect(final.output_text).toBe(text);
    expect(final.output.map(({ type }) => type)).toEqual([
      'message',
      'function_call',
      'function_call_output',
      'reasoning',
      'message',
    ]);
  });

  it('parses structured output', async () => {
    bench.upstream.reply({ text: '{"city":"Bern"}' });
    const response = await client().responses.parse({
      model: 'hermes-agent',
      input: 'Where?',
      text: {
        format: {
          type: 'json_schema',
          name: 'place',
          strict: true,
          schema: { type: 'object', properties: { city: { type: 'string' } } },
        },
      },
    });
    expect(response.output_parsed).toEqual({ city: 'Bern' });
  });

  it('polls a background response, and streams it again from where it was', async () => {
    bench.upstream.reply(answers);
    const begun = await client().responses.create({
      model: 'hermes-agent',
      input: 'Weather?',
      background: true,
    });
    expect(begun.status).toBe('queued');
    const numbers: number[] = [];
    const stream = await client().responses.retrieve(begun.id, { stream: true, starting_after: 1 });
    for await (const event of stream) numbers.push(event.sequence_number);
    expect(numbers[0]).toBe(2);
    const cancelled = await client().responses.cancel(begun.id);
    expect(cancelled.status).toBe('completed');
  });

  it('gets a typed error when a stream fails', async () => {
    bench.upstream.reply({ text: ['Half', ' of it'], firstByteDelayMs: 300, cutAfterChunks: 3 });
    const stream = await client().responses.create({ model: 'm', input: 'Hi', stream: true });
    const types: string[] = [];
    const read = async (): Promise<void> => {
      for await (const event of stream) types.push(event.type);
    };
    await expect(read()).rejects.toThrow(/broke off/);
    expect(types).toContain('response.output_text.delta');
  });
});

describe('the Vercel AI SDK', () => {
  const model = (): ReturnType<ReturnType<typeof createOpenAI>['responses']> =>
    createOpenAI({ baseURL: baseURL(), apiKey: apiKey() }).responses('hermes-agent');
  const tools = (): { get_weather: ReturnType<typeof aiTool> } => ({
    get_weather: aiTool({ description: 'Weather', inputSchema: city, execute: weatherIn }) as never,
  });

  it('generates text', async () => {
    bench.upstream.reply(answers);
    const { text, finishReason, usage } = await generateText({
      model: model(),
      prompt: 'Weather?',
    });
    expect([text, finishReason]).toEqual(['It is sunny in Bern.', 'stop']);
    expect(usage.totalTokens).toBeGreaterThan(0);
  });

  it('streams text and reasoning', async () => {
    bench.upstream.reply(answers);
    const result = streamText({
      model: model(),
      prompt: 'Weather?',
      onError: ({ error }) => fail(error),
    });
    let text = '';
    for await (const piece of result.textStream) text += piece;
    expect(text).toBe('It is sunny in Bern.');
    expect(await result.reasoningText).toBe('Sunny, I see.');
    expect(await result.finishReason).toBe('stop');
  });

  it('is shown no calls of server tools, which it would repeat again and again', async () => {
    bench.upstream.reply(usesServerTool, answers);
    const before = bench.upstream.requests.length;
    const stopWhen = stepCountIs(5);
    const { text } = await generateText({ model: model(), prompt: 'Weather?', stopWhen });
    expect(text).toContain('It is sunny in Bern.');
    expect(bench.upstream.requests.length).toBe(before + 2);
    bench.upstream.reply(usesServerTool, answers);
    const result = streamText({
      model: model(),
      prompt: 'Weather?',
      stopWhen,
      onError: ({ error }) => fail(error),
    });
    expect(await result.text).toContain('It is sunny in Bern.');
    expect(await result.finishReason).toBe('stop');
    expect(bench.upstream.requests.length).toBe(before + 4);
  });

  it.each(['plain', 'streamed'])('runs its own tool and goes on (%s)', async (way) => {
    bench.upstream.reply(asks, answers);
    const options = {
      model: model(),
      prompt: 'Weather?',
      tools: tools(),
      stopWhen: stepCountIs(3),
    };
    if (way === 'plain') {
      const { text, steps } = await generateText(options);
      expect([text, steps.length]).toEqual(['It is sunny in Bern.', 2]);
    } else {
      const result = streamText({ ...options, onError: ({ error }) => fail(error) });
      await result.consumeStream();
      expect([await result.text, (await result.steps).length]).toEqual(['It is sunny in Bern.', 2]);
    }
    expect(lastRoles()).toEqual(['user', 'assistant', 'tool']);
    expect(bench.messagesOf(bench.upstream.requests.length).at(-1)!.content).toContain(
      'sunny in Bern',
    );
  });
});

describe('LangChain', () => {
  const model = (): ChatOpenAI =>
    new ChatOpenAI({
      model: 'hermes-agent',
      apiKey: apiKey(),
      configuration: { baseURL: baseURL() },
      useResponsesApi: true,
      maxRetries: 0,
    });
  const weather = langchainTool((input: { city: string }) => weatherIn(input), {
    name: 'get_weather',
    description: 'Weather',
    schema: city,
  });

  it('invokes and streams', async () => {
    bench.upstream.reply(answers, answers);
    expect((await model().invoke('Weather?')).text).toBe('It is sunny in Bern.');
    let text = '';
    for await (const chunk of await model().stream('Weather?')) text += chunk.text;
    expect(text).toBe('It is sunny in Bern.');
  });

  it.each(['plain', 'streamed'])('runs a tool of its own (%s)', async (way) => {
    bench.upstream.reply(asks, answers);
    const bound = model().bindTools([weather]);
    const question = new HumanMessage('Weather?');
    let asked;
    if (way === 'plain') asked = await bound.invoke([question]);
    else {
      for await (const chunk of await bound.stream([question])) {
        asked = asked === undefined ? chunk : asked.concat(chunk);
      }
    }
    const call = asked!.tool_calls![0]!;
    expect(call).toMatchObject({ name: 'get_weather', args: { city: 'Bern' } });
    const output = new ToolMessage({
      tool_call_id: call.id!,
      content: weatherIn({ city: 'Bern' }),
    });
    const answer = await bound.invoke([question, asked!, output]);
    expect(answer.text).toBe('It is sunny in Bern.');
    expect(lastRoles()).toEqual(['user', 'assistant', 'tool']);
  });
});

describe('OpenAI Agents', () => {
  beforeAll(() => setTracingDisabled(true));
  const agent = (): Agent =>
    new Agent({
      name: 'Meteorologist',
      instructions: 'You know the weather.',
      model: new OpenAIResponsesModel(
        new OpenAI({ baseURL: baseURL(), apiKey: apiKey(), maxRetries: 0 }) as never,
        'hermes-agent',
      ),
      tools: [
        agentTool({
          name: 'get_weather',
          description: 'Weather',
          parameters: city,
          execute: (input) => Promise.resolve(weatherIn(input)),
        }),
      ],
    });

  it('runs a tool of its own and goes on', async () => {
    bench.upstream.reply(asks, answers);
    const result = await new Runner().run(agent(), 'Weather?');
    expect(result.finalOutput).toBe('It is sunny in Bern.');
    expect(lastRoles()).toEqual(['user', 'assistant', 'tool']);
    expect(bench.systemOf(bench.upstream.requests.length)).toContain('You know the weather.');
  });

  it('does so streamed', async () => {
    bench.upstream.reply(asks, answers);
    const result = await new Runner().run(agent(), 'Weather?', { stream: true });
    let text = '';
    for await (const piece of result.toTextStream()) text += piece;
    await result.completed;
    expect(text).toContain('It is sunny in Bern.');
    expect(result.finalOutput).toBe('It is sunny in Bern.');
    expect(lastRoles()).toEqual(['user', 'assistant', 'tool']);
  });

  it('continues a conversation that is kept here', async () => {
    bench.upstream.reply(answers, { text: 'Still sunny.' });
    const runner = new Runner();
    const first = await runner.run(agent(), 'Weather?', { conversationId: 'agents' });
    expect(first.finalOutput).toBe('It is sunny in Bern.');
    const second = await runner.run(agent(), 'And now?', {
      previousResponseId: first.lastResponseId,
    });
    expect(second.finalOutput).toBe('Still sunny.');
    expect(lastRoles()).toEqual(['user', 'assistant', 'user']);
  });

  it.each([true, false])('works with server tools (with tools of its own: %s)', async (own) => {
    bench.upstream.reply(usesServerTool, answers);
    const asked = own ? agent() : agent().clone({ tools: [] });
    const result = await new Runner().run(asked, 'Weather?');
    expect(result.finalOutput).toContain('It is sunny in Bern.');
  });
});

function fail(error: unknown): never {
  throw error instanceof Error ? error : new Error(JSON.stringify(error));
}
