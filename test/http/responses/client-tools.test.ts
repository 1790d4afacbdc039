import { describe, expect, it } from 'vitest';
import { finalResponse } from '../../support/responses-client.ts';
import { useResponsesBench } from './responses-bench.ts';

/** Client tools that are no plain functions: Codex's namespaces and its custom tools. */

const bench = useResponsesBench();
const last = (): number => bench.upstream.requests.length;
const offered = (): { name: string; description?: string; parameters?: unknown }[] =>
  bench.upstream.requests
    .at(-1)!
    .body.tools!.flatMap((tool) => ('function' in tool ? [tool.function] : []));

const codex = { 'user-agent': 'codex_cli_rs/0.171.0 (Debian 13.0.0; x86_64) xterm' };
const grammar = { type: 'grammar', syntax: 'lark', definition: 'start: "*** Begin Patch"' };
const tools = [
  {
    type: 'namespace',
    name: 'mcp__docs__',
    description: 'Tools of the docs server',
    tools: [
      { type: 'function', name: 'search', parameters: { type: 'object' }, strict: false },
      { type: 'custom', name: 'note', description: 'Writes a note' },
    ],
  },
  { type: 'namespace', name: 'agents', tools: [{ type: 'function', name: 'spawn' }] },
  { type: 'custom', name: 'apply_patch', description: 'Changes files', format: grammar },
  { type: 'web_search' },
];

describe('tools in a namespace, and custom tools', () => {
  it('are offered as functions with joined names', async () => {
    bench.upstream.reply({ text: 'ok' });
    const response = await bench.client.create({ input: 'go', tools }, codex);
    const names = offered().map(({ name }) => name);
    for (const name of ['mcp__docs__search', 'mcp__docs__note', 'agents__spawn', 'apply_patch']) {
      expect(names).toContain(name);
    }
    const patch = offered().find(({ name }) => name === 'apply_patch')!;
    expect(patch.description).toBe('Changes files');
    expect(patch.parameters).toMatchObject({ required: ['input'] });
    expect(JSON.stringify(patch.parameters)).toContain('*** Begin Patch');
    expect(response.tools).toMatchObject([
      { type: 'namespace', name: 'mcp__docs__', tools: [{ name: 'search' }, { name: 'note' }] },
      { type: 'namespace', name: 'agents', tools: [{ name: 'spawn' }] },
      { type: 'custom', name: 'apply_patch', format: grammar },
    ]);
  });

  it('are handed back as the client declared them, and answered so', async () => {
    bench.upstream.reply(
      {
        toolCalls: [
          { id: 'call_1', name: 'mcp__docs__search', arguments: { q: 'x' } },
          { id: 'call_2', name: 'apply_patch', arguments: { input: '*** Begin Patch\n' } },
          { id: 'call_3', name: 'mcp__docs__note', arguments: 'just text' },
        ],
      },
      { text: 'Done.' },
    );
    const events = await bench.client.stream({ input: 'go', tools, store: false }, codex);
    const { output } = finalResponse(events);
    expect(output).toMatchObject([
      {
        type: 'function_call',
        call_id: 'call_1',
        name: 'search',
        namespace: 'mcp__docs__',
        arguments: '{"q":"x"}',
      },
      {
        type: 'custom_tool_call',
        call_id: 'call_2',
        name: 'apply_patch',
        input: '*** Begin Patch\n',
      },
      {
        type: 'custom_tool_call',
        call_id: 'call_3',
        name: 'note',
        namespace: 'mcp__docs__',
        input: 'just text',
      },
    ]);
    await bench.client.create(
      {
        tools,
        store: false,
        input: [
          { role: 'user', content: 'go' },
          ...output,
          { type: 'function_call_output', call_id: 'call_1', output: 'found' },
          { type: 'custom_tool_call_output', call_id: 'call_2', output: 'patched' },
          {
            type: 'custom_tool_call_output',
            call_id: 'call_3',
            output: [{ type: 'input_text', text: 'noted' }],
          },
        ],
      },
      codex,
    );
    expect(bench.messagesOf(last())).toMatchObject([
      { role: 'user', content: 'go' },
      {
        role: 'assistant',
        tool_calls: [
          { id: 'call_1', function: { name: 'mcp__docs__search', arguments: '{"q":"x"}' } },
          { function: { name: 'apply_patch', arguments: '{"input":"*** Begin Patch\\n"}' } },
          { function: { name: 'mcp__docs__note', arguments: '{"input":"just text"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'found' },
      { role: 'tool', tool_call_id: 'call_2', content: 'patched' },
      { role: 'tool', tool_call_id: 'call_3', content: 'noted' },
    ]);
  });

  it('can be demanded by name', async () => {
    bench.upstream.reply({ toolCalls: [{ name: 'mcp__docs__search', arguments: {} }] });
    const choice = { type: 'function', name: 'search', namespace: 'mcp__docs__' };
    await bench.client.create({ input: 'go', tools, tool_choice: choice }, codex);
    expect(offered().map(({ name }) => name)).toEqual(['mcp__docs__search']);
    bench.upstream.reply({ toolCalls: [{ name: 'apply_patch', arguments: { input: 'x' } }] });
    const custom = { type: 'custom', name: 'apply_patch' };
    await bench.client.create({ input: 'go', tools, tool_choice: custom }, codex);
    expect(offered().map(({ name }) => name)).toEqual(['apply_patch']);
  });
});

describe('custom tools of chat completions', () => {
  it('come back as such, and their answers are understood', async () => {
    bench.upstream.reply(
      { toolCalls: [{ id: 'call_c', name: 'sql', arguments: { input: 'select 1' } }] },
      { text: 'Done.' },
    );
    const custom = { type: 'custom', custom: { name: 'sql', description: 'Runs SQL' } };
    const ask = (messages: object[]): Promise<Response> =>
      bench.client.request('POST', '/chat/completions', { messages, tools: [custom] });
    const go = { role: 'user', content: 'go' };
    const first = (await (await ask([go])).json()) as {
      choices: { message: { tool_calls: object[] } }[];
    };
    const { message } = first.choices[0]!;
    expect(message.tool_calls).toEqual([
      { id: 'call_c', type: 'custom', custom: { name: 'sql', input: 'select 1' } },
    ]);
    await ask([go, message, { role: 'tool', tool_call_id: 'call_c', content: '1' }]);
    expect(bench.messagesOf(last())).toMatchObject([
      { role: 'user' },
      { tool_calls: [{ function: { name: 'sql', arguments: '{"input":"select 1"}' } }] },
      { role: 'tool', content: '1' },
    ]);
  });
});
