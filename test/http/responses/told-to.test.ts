import { describe, expect, it } from 'vitest';
import { finalResponse, textOf } from '../../support/responses-client.ts';
import type { ScriptedReply } from '../../support/scripted-upstream.ts';
import { useResponsesBench } from './responses-bench.ts';

/** Who is shown the calls of server tools, as what, and what becomes of calls that come back. */

const bench = useResponsesBench({ settings: { agent: { approvals: 'allow' } } });
const last = (): number => bench.upstream.requests.length;
const looks: ScriptedReply = {
  toolCalls: [{ id: 'call_s', name: 'terminal', arguments: { command: 'echo found' } }],
};
const weather = { type: 'function', name: 'get_weather', parameters: { type: 'object' } };
const openWebui = { 'user-agent': 'Python/3.12 aiohttp/3.12.15', 'x-openwebui-chat-id': 'c1' };

/** The types of the output when this client asks and one tool of ours runs. */
async function outputFor(
  headers: Record<string, string>,
  body: object = {},
): Promise<{ types: string[]; output: unknown[] }> {
  bench.upstream.reply(looks, { text: 'Done.' });
  const { output } = await bench.client.create({ input: 'go', ...body }, headers);
  return { types: output.map(({ type }) => type), output };
}
const shown = ['function_call', 'function_call_output', 'message'];

describe('calls of server tools', () => {
  it.each([
    ['curl', 'curl/8.14.1'],
    ['fetch', 'node'],
    ['fetch', 'undici'],
    ['requests', 'python-requests/2.32.4'],
    ['httpx', 'python-httpx/0.28.1'],
    ['aiohttp', 'Python/3.13 aiohttp/3.12.15'],
  ])('are shown to %s (%s)', async (_name, agent) => {
    expect((await outputFor({ 'user-agent': agent })).types).toEqual(shown);
  });

  it.each([
    ['the OpenAI SDKs, whose name frameworks bear', 'OpenAI/JS 6.49.0'],
    ['… for Python', 'AsyncOpenAI/Python 3.57.0'],
    ['the AI SDK', 'ai-sdk/openai/4.0.3 ai-sdk/provider-utils/5.0.1 runtime/node.js/22'],
    ['the AI SDK by itself', 'ai/7.0.1 ai-sdk/provider-utils/5.0.1 runtime/node.js/22'],
    ['LangChain', 'langchainjs-openai/1.5.0 (node/20.19.0)'],
    ['OpenAI Agents', 'Agents/JavaScript 0.20.0'],
    ['pydantic-ai', 'pydantic-ai/1.80.0'],
    ['Codex', 'codex_cli_rs/0.171.0 (Debian 13.0.0; x86_64) xterm'],
    ['a browser', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/138.0.0.0'],
    ['whoever else has a name', 'crewai/1.4'],
  ])('are not shown to %s', async (_name, agent) => {
    expect((await outputFor({ 'user-agent': agent })).types).toEqual(['message']);
  });

  it('are shown to whom names itself as a client that copes, whatever its library says', async () => {
    const headers = { 'user-agent': 'OpenAI/JS 6.49.0', 'x-hermes-client': 'open-webui' };
    expect((await outputFor(headers)).types).toEqual(shown);
  });

  it.each([
    ['hermes.tool_calls', shown],
    ['hermes.mcp_calls', ['mcp_call', 'message']],
  ])('are shown on request: %s', async (include, types) => {
    const headers = { 'user-agent': 'OpenAI/JS 6.49.0' };
    const { types: given, output } = await outputFor(headers, { include: [include] });
    expect(given).toEqual(types);
    expect(JSON.stringify(output)).toContain('found');
    // With tools of its own, a client would run them.
    const beside = { include: [include], tools: [weather] };
    expect((await outputFor(headers, beside)).types).toEqual(['message']);
  });

  it('are shown by the setting to all, or to nobody', async () => {
    const { settings } = bench.host.host;
    settings.update({ streaming: { serverCalls: 'shown' } });
    expect((await outputFor({ 'user-agent': 'OpenAI/JS 6.49.0' })).types).toEqual(shown);
    settings.update({ streaming: { serverCalls: 'hidden' } });
    expect((await outputFor({ 'user-agent': 'curl/8.14.1' })).types).toEqual(['message']);
    expect((await outputFor(openWebui)).types).toEqual(['message']);
    settings.update({ streaming: { serverCalls: 'auto' } });
  });

  it('go to Open WebUI with outputs in parts, also beside its own tools, in frames, answer and GET', async () => {
    bench.upstream.reply(looks, { text: 'Done.' });
    const events = await bench.client.stream({ input: 'go', tools: [weather] }, openWebui);
    const frames = events.flatMap((event) =>
      'item' in event && event.item.type === 'function_call_output' ? [event.item.output] : [],
    );
    const parts = [{ type: 'input_text', text: expect.stringContaining('found') as string }];
    expect(frames).toEqual([[], parts]);
    const response = finalResponse(events);
    expect(response.output.map(({ type }) => type)).toEqual(shown);
    expect(response.output[1]).toMatchObject({ output: parts });
    expect(await bench.client.get(response.id)).toEqual(response);
    expect(await bench.client.replay(response.id)).toEqual(events);
  });

  it('are MCP calls with their failures, told the same way ever after', async () => {
    bench.upstream.reply(
      { toolCalls: [{ id: 'x', name: 'read_file', arguments: { path: 'nowhere.txt' } }] },
      { text: 'Not there.' },
    );
    const events = await bench.client.stream({ input: 'go', include: ['hermes.mcp_calls'] });
    const response = finalResponse(events);
    expect(response.output[0]).toMatchObject({
      type: 'mcp_call',
      server_label: 'hermes',
      name: 'read_file',
      output: null,
      error: expect.stringContaining('nowhere.txt') as string,
      status: 'failed',
    });
    expect(await bench.client.replay(response.id)).toEqual(events);
  });
});

describe('a call of ours that comes back in a history', () => {
  it.each([
    ['without its output, as LangChain sends it', () => []],
    [
      'with an error of the client’s own',
      () => [
        { type: 'function_call_output', call_id: 'call_s', output: 'Tool "terminal" not found' },
      ],
    ],
  ])('%s gets the output that it had', async (_how, output) => {
    bench.upstream.reply(looks, { text: 'Done.' }, { text: 'Again.' });
    const first = await bench.client.create({ input: 'go' });
    const [call, , message] = first.output;
    await bench.client.create({
      store: false,
      input: [{ role: 'user', content: 'go' }, call, ...output(), message, 'And now?'],
    });
    const history = bench.messagesOf(last());
    expect(history.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
    ]);
    expect(JSON.stringify(history[2])).toContain('found');
    expect(JSON.stringify(history)).not.toContain('not found');
  });

  it('as an MCP call is a call and its output again', async () => {
    bench.upstream.reply(looks, { text: 'Done.' }, { text: 'Again.' });
    const first = await bench.client.create({ input: 'go', include: ['hermes.mcp_calls'] });
    const input = [{ role: 'user', content: 'go' }, ...first.output, 'And now?'];
    const second = await bench.client.create({ store: false, input });
    expect(textOf(second)).toBe('Again.');
    expect(bench.messagesOf(last())).toMatchObject([
      { role: 'user' },
      { role: 'assistant', tool_calls: [{ function: { name: 'terminal' } }] },
      { role: 'tool', content: expect.stringContaining('found') as string },
      { role: 'assistant', content: 'Done.' },
      { role: 'user', content: 'And now?' },
    ]);
  });
});

describe('a history that was begun with another service', () => {
  it.each([
    [{ type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search' } }],
    [{ type: 'code_interpreter_call', id: 'ci_1', code: 'x', container_id: 'c', outputs: [] }],
    [{ type: 'image_generation_call', id: 'ig_1', result: 'AAAA', status: 'completed' }],
    [{ type: 'local_shell_call', id: 'ls_1', call_id: 'c', action: {}, status: 'completed' }],
    [{ type: 'shell_call_output', call_id: 'c', output: [] }],
    [{ type: 'mcp_call', id: 'mcp_1', server_label: 'github', name: 'x', arguments: '{}' }],
    [{ type: 'mcp_list_tools', id: 'mcpl_1', server_label: 'github', tools: [] }],
    [{ type: 'custom_tool_call', call_id: 'c', name: 'apply_patch', input: '*** Begin Patch' }],
    [{ type: 'compaction', id: 'cmp_1', encrypted_content: 'gAAA' }],
  ])('goes on without its %j', async (foreign) => {
    bench.upstream.reply({ text: 'Fine.' });
    const after = { type: 'custom_tool_call_output', call_id: 'c', output: 'ok' };
    const answered = foreign.type === 'custom_tool_call' ? [foreign, after] : [foreign];
    await bench.client.create({ input: ['Before', ...answered, 'After'] });
    expect(bench.messagesOf(last())).toEqual([
      { role: 'user', content: 'Before' },
      { role: 'user', content: 'After' },
    ]);
  });

  it('is refused where an item is of no kind at all', async () => {
    const body = { input: ['Hi', { type: 'telepathy', id: 'x' }] };
    const refused = await bench.client.request('POST', '/responses', body);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: { param: 'input[1].type' } });
  });
});
