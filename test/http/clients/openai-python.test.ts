import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentedPython } from '../docs/documented-python.ts';
import { openClientBench, question, type ClientBench } from './agent-conversation.ts';

const { python, without } = await documentedPython();
const sdk = python?.packages['openai'] ?? 'openai';
const isReal = python !== undefined && !sdk.startsWith('our ');
const reason = python && !isReal ? ' (not run: pip reaches no index that has it)' : without;

let bench: ClientBench;
let folder: string;
beforeAll(async () => {
  bench = await openClientBench();
  folder = await mkdtemp(path.join(tmpdir(), 'hermes-python-'));
});
afterAll(async () => {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a program that begins with a client; what it prints, read as JSON. */
async function run(body: string): Promise<unknown> {
  const file = path.join(folder, 'program.py');
  const client = 'base_url=os.environ["BASE_URL"], api_key=os.environ["HERMES_KEY"]';
  await writeFile(
    file,
    `import asyncio, json, os
import openai
from openai import AsyncOpenAI, OpenAI

client = OpenAI(${client})
asynchronous = AsyncOpenAI(${client})
model = "hermes-agent"
question = [{"role": "user", "content": ${JSON.stringify(question)}}]

def show(value):
    print(json.dumps(value))

${body}
`,
  );
  const { stdout } = await promisify(execFile)('python3', [file], {
    env: { PATH: python!.PATH, HOME: folder, BASE_URL: bench.baseUrl, HERMES_KEY: bench.key },
  });
  return JSON.parse(stdout) as unknown;
}

// Python compiles the package when it is first used.
const slow = { timeout: 120_000 };
describe.skipIf(!isReal)(`the OpenAI SDK for Python, ${sdk}${reason}`, slow, () => {
  it('lists the models', async () => {
    expect(await run('show([each.id for each in client.models.list()])')).toEqual(['hermes-agent']);
  });

  it('makes a conversation, adds to it, lists it and takes from it', async () => {
    const seen = await run(`
items = [{"type": "message", "role": "user", "content": text} for text in ("one", "two", "three")]
made = client.conversations.create(metadata={"topic": "tea"}, items=items[:1])
added = client.conversations.items.create(made.id, items=items[1:])
client.conversations.items.delete(added.data[0].id, conversation_id=made.id)
listed = client.conversations.items.list(made.id, order="asc", limit=1, include=["reasoning.encrypted_content"])
texts = [item.content[0].text for item in listed]
first = client.conversations.items.retrieve(added.data[1].id, conversation_id=made.id)
changed = client.conversations.update(made.id, metadata={"topic": "rum"})
gone = client.conversations.delete(made.id)
show({"texts": texts, "first": first.content[0].text, "metadata": changed.metadata, "gone": gone.deleted})
`);
    expect(seen).toEqual({
      texts: ['one', 'three'],
      first: 'three',
      metadata: { topic: 'rum' },
      gone: true,
    });
  });

  it('streams a conversation with its helper', async () => {
    await bench.scriptConversation();
    const seen = (await run(`
pieces = []
with client.chat.completions.stream(model=model, messages=question) as stream:
    for event in stream:
        if event.type == "content.delta":
            pieces.append(event.delta)
    final = stream.get_final_completion().choices[0]
show({"pieces": pieces, "text": final.message.content, "reason": final.finish_reason})
`)) as { pieces: string[]; text: string; reason: string };
    bench.expectConversation({ text: seen.text });
    expect(seen.pieces.join('')).toBe(seen.text);
    expect(seen.pieces.length).toBeGreaterThan(2);
    expect(seen.reason).toBe('stop');
  });

  it('streams a conversation asynchronously, tool activity as reasoning', async () => {
    await bench.scriptConversation();
    const seen = (await run(`
async def main():
    text, reasoning = "", ""
    stream = await asynchronous.chat.completions.create(model=model, messages=question, stream=True)
    async for chunk in stream:
        for choice in chunk.choices:
            text += choice.delta.content or ""
            reasoning += getattr(choice.delta, "reasoning_content", None) or ""
    show({"text": text, "reasoning": reasoning})

asyncio.run(main())
`)) as { text: string; reasoning: string };
    bench.expectConversation(seen);
  });

  it("gets calls of the client's own tools, and goes on with their results", async () => {
    bench.upstream.reply(
      { toolCalls: [{ id: 'call_w', name: 'get_weather', arguments: { city: 'Paris' } }] },
      { text: 'It is sunny in Paris.' },
    );
    const seen = await run(`
messages = [{"role": "user", "content": "How is the weather in Paris?"}]
parameters = {"type": "object", "properties": {"city": {"type": "string"}}}
tools = [{"type": "function", "function": {"name": "get_weather", "parameters": parameters}}]
first = client.chat.completions.create(model=model, messages=messages, tools=tools).choices[0]
[call] = first.message.tool_calls
messages += [first.message, {"role": "tool", "tool_call_id": call.id, "content": "sunny"}]
second = client.chat.completions.create(model=model, messages=messages, tools=tools).choices[0]
show([first.finish_reason, call.function.arguments, second.message.content])
`);
    expect(seen).toEqual(['tool_calls', '{"city":"Paris"}', 'It is sunny in Paris.']);
    expect(bench.upstream.requests.at(-1)!.body.messages.at(-1)).toMatchObject({
      role: 'tool',
      tool_call_id: 'call_w',
      content: 'sunny',
    });
  });

  it('streams a response, and a conversation goes on from it', async () => {
    bench.upstream.reply({ text: ['The word ', 'is kumquat.'] }, { text: 'Kumquat.' });
    const seen = await run(`
deltas = []
with client.responses.stream(model=model, conversation="python", input="Note: kumquat.") as stream:
    for event in stream:
        if event.type == "response.output_text.delta":
            deltas.append(event.delta)
    first = stream.get_final_response()
second = client.responses.create(model=model, conversation="python", input="Which word?")
again = client.responses.retrieve(second.id)
show([deltas, first.status, first.output_text, second.output_text, again.output_text, again.conversation.id])
`);
    const text = 'The word is kumquat.';
    const deltas = ['The word ', 'is kumquat.'];
    expect(seen).toEqual([deltas, 'completed', text, 'Kumquat.', 'Kumquat.', 'python']);
    expect(JSON.stringify(bench.upstream.requests.at(-1)!.body.messages)).toContain(text);
  });

  it('does not repeat a request whose run has failed, and raises the error by its name', async () => {
    const before = bench.upstream.requests.length;
    bench.upstream.reply({ status: 401 });
    const seen = await run(`
try:
    client.chat.completions.create(model=model, messages=question)
except openai.APIStatusError as error:
    show([type(error).__name__, error.status_code, error.code])
`);
    expect(seen).toEqual(['BadRequestError', 400, 'upstream_error']);
    expect(bench.upstream.requests.length - before).toBe(1);
  });

  it('raises the error of a wrong key by its name', async () => {
    const seen = await run(`
try:
    client.with_options(api_key="sk-other").models.list()
except openai.AuthenticationError as error:
    show([error.status_code, error.code])
`);
    expect(seen).toEqual([401, 'invalid_api_key']);
  });
});
