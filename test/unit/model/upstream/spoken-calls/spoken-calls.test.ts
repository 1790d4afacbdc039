import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FunctionTool } from '../../../../../src/main/model/model.ts';
import { spokenCalls } from '../../../../../src/main/model/upstream/spoken-calls/spoken-calls.ts';

const tool = (name: string, properties: Record<string, object>): FunctionTool => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties } },
});
const tools = [
  tool('terminal', { command: { type: 'string' }, timeout: { type: 'number' } }),
  tool('read_file', { path: { type: 'string' }, tags: { type: 'array' } }),
];
const spoken = spokenCalls(tools, false);
const ls = { name: 'terminal', arguments: { command: 'ls -la' } };
const read = { name: 'read_file', arguments: { path: 'a "b".txt' } };

// As the chat templates of these models write calls (their tokenizer_config.json), and as servers that
// do not know a template hand them on.
const forms: [model: string, text: string, calls: object[]][] = [
  [
    'Hermes, Qwen',
    '<tool_call>\n{"name": "terminal", "arguments": {"command": "ls -la"}}\n</tool_call>',
    [ls],
  ],
  [
    'two of them',
    '<tool_call>\n{"name": "terminal", "arguments": {"command": "ls -la"}}\n</tool_call>\n<tool_call>\n{"name": "read_file", "arguments": {"path": "a \\"b\\".txt"}}\n</tool_call>',
    [ls, read],
  ],
  [
    'one whose end the server cut off',
    '<tool_call>\n{"name": "terminal", "arguments": {"command": "ls -la"}}\n',
    [ls],
  ],
  [
    'arguments as text',
    '<tool_call>{"name": "terminal", "arguments": "{\\"command\\": \\"ls -la\\"}"}</tool_call>',
    [ls],
  ],
  [
    'Qwen Coder',
    '<tool_call>\n<function=terminal>\n<parameter=command>\nls -la\n</parameter>\n<parameter=timeout>\n5\n</parameter>\n</function>\n</tool_call>',
    [{ name: 'terminal', arguments: { command: 'ls -la', timeout: 5 } }],
  ],
  [
    'Qwen Coder without its tag',
    '<function=terminal>\n<parameter=command>\nls -la\n</parameter>\n</function>\n</tool_call>',
    [ls],
  ],
  ['Llama 3.1', '<function=terminal>{"command": "ls -la"}</function>', [ls]],
  [
    'Llama 3.2',
    '<|python_tag|>{"name": "terminal", "parameters": {"command": "ls -la"}}<|eom_id|>',
    [ls],
  ],
  ['Llama 3.2, bare', '{"name": "terminal", "parameters": {"command": "ls -la"}}', [ls]],
  ['Llama 4', '[terminal(command="ls -la"), read_file(path=\'a "b".txt\')]', [ls, read]],
  ['Mistral', '[TOOL_CALLS] [{"name": "terminal", "arguments": {"command": "ls -la"}}]', [ls]],
  ['Mistral 3', '[TOOL_CALLS]terminal[ARGS]{"command": "ls -la"}', [ls]],
  [
    'Mistral 3, two',
    '[TOOL_CALLS]terminal[CALL_ID]abcdefghi[ARGS]{"command": "ls -la"}[TOOL_CALLS]read_file[ARGS]{"path": "a \\"b\\".txt"}',
    [ls, read],
  ],
  ['a code block', '```json\n{"name": "terminal", "arguments": {"command": "ls -la"}}\n```', [ls]],
  [
    'a code block of its own kind',
    '```tool_call\n{"name": "terminal", "arguments": {"command": "ls -la"}}\n```',
    [ls],
  ],
  ['Gemma 3', '```tool_code\nterminal(command="ls -la")\n```', [ls]],
  [
    'the shape of the API',
    '{"type": "function", "function": {"name": "terminal", "arguments": "{\\"command\\": \\"ls -la\\"}"}}',
    [ls],
  ],
  [
    'a list in that shape',
    '{"tool_calls": [{"id": "1", "type": "function", "function": {"name": "terminal", "arguments": {"command": "ls -la"}}}]}',
    [ls],
  ],
  ['a list', '[{"name": "terminal", "arguments": {"command": "ls -la"}}]', [ls]],
  [
    'one a line',
    '{"name": "terminal", "arguments": {"command": "ls -la"}}\n{"name": "read_file", "arguments": {"path": "a \\"b\\".txt"}}',
    [ls, read],
  ],
  [
    'GLM',
    '<tool_call>terminal\n<arg_key>command</arg_key>\n<arg_value>ls -la</arg_value>\n</tool_call>',
    [ls],
  ],
  ['Granite', '<|tool_call|>[{"name": "terminal", "arguments": {"command": "ls -la"}}]', [ls]],
  [
    'Phi 4 mini',
    '<|tool_call|>[{"name": "terminal", "arguments": {"command": "ls -la"}}]<|/tool_call|>',
    [ls],
  ],
  [
    'Command R',
    '<|START_ACTION|>[\n {"tool_call_id": "0", "tool_name": "terminal", "parameters": {"command": "ls -la"}}\n]<|END_ACTION|>',
    [ls],
  ],
  ['LFM 2', '<|tool_call_start|>[terminal(command="ls -la")]<|tool_call_end|>', [ls]],
  [
    'Nemotron',
    '<TOOLCALL>[{"name": "terminal", "arguments": {"command": "ls -la"}}]</TOOLCALL>',
    [ls],
  ],
  ['Olmo 3', '<function_calls>\nterminal(command="ls -la")\n</function_calls>', [ls]],
  [
    'MiniMax',
    '<minimax:tool_call>\n<invoke name="terminal">\n<parameter name="command">ls -la</parameter>\n</invoke>\n</minimax:tool_call>',
    [ls],
  ],
  [
    'Seed',
    '<seed:tool_call><function=terminal><parameter=command>ls -la</parameter></function></seed:tool_call>',
    [ls],
  ],
  [
    'Kimi',
    '<|tool_calls_section_begin|><|tool_call_begin|>functions.terminal:0<|tool_call_argument_begin|>{"command": "ls -la"}<|tool_call_end|><|tool_calls_section_end|>',
    [ls],
  ],
  [
    'DeepSeek R1',
    '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>terminal\n```json\n{"command": "ls -la"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
    [ls],
  ],
  [
    'DeepSeek 3.1',
    '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>terminal<｜tool▁sep｜>{"command": "ls -la"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
    [ls],
  ],
  [
    'DeepSeek 3.2',
    '<｜DSML｜function_calls>\n<｜DSML｜invoke name="terminal">\n<｜DSML｜parameter name="command" string="true">ls -la</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>',
    [ls],
  ],
  ['Firefunction', 'functools[{"name": "terminal", "arguments": {"command": "ls -la"}}]', [ls]],
  [
    'an unknown tool between marks',
    '<tool_call>{"name": "fly", "arguments": {}}</tool_call>',
    [{ name: 'fly', arguments: {} }],
  ],
];

// Answers.
const answers = [
  'Call <tool_call> for that.',
  'I will look.\n<tool_call>\n{"name": "terminal", "arguments": {"command": "ls"}}\n</tool_call>',
  '<tool_call>\n{"name": "terminal", "arguments": {"command": "ls"}}\n</tool_call>\nThat is how.',
  '{"name": "Ada", "parameters": {"age": 36}}',
  '{"name": "terminal", "arguments": {"command": "ls"}, "note": "an example"}',
  '{"name": "terminal"}',
  '[1, 2, 3]',
  '{"answer": 42}',
  '```json\n{"answer": 42}\n```',
  '```json\n{"name": "terminal", "arguments": {}}\n```\nis a call.',
  '```sh\nls -la\n```',
  'terminal',
  'terminal is a tool',
  'print("hello")',
  '[link](https://example.com)',
  '<function=terminal>',
  '<tool_call>hello</tool_call>',
  '<tool_call>{"name": "terminal", "arguments": {}}</tool_call><tool_call>and so on</tool_call>',
  '',
];

describe('calls that a model writes as text', () => {
  it.each(forms)('are understood: %s', (_model, text, calls) => {
    expect(spoken.in(text)).toEqual(calls);
    expect(spoken.in(`\n${text}\n`)).toEqual(calls);
  });

  it.each(forms)('are held back from their first character on: %s', (_model, text) => {
    for (let end = 0; end <= text.length; end += 1) {
      expect(spoken.mayBegin(text.slice(0, end)), text.slice(0, end)).toBe(true);
    }
  });

  it.each(answers)(
    'are not seen where anything else stands, or they are only told of: %j',
    (text) => {
      expect(spoken.in(text)).toBeUndefined();
    },
  );

  it.each([
    'Hello, how are you?',
    '{"answer": 42}',
    '```json\n{"answer"',
    '```ts\nconst',
    '# Title',
  ])('do not keep an answer waiting: %j', (text) => {
    expect(spoken.mayBegin(text)).toBe(false);
  });

  it('are none where no tools are offered', () => {
    const none = spokenCalls([], false);
    expect(none.mayBegin('<tool_call>')).toBe(false);
    expect(none.in(forms[0]![1])).toBeUndefined();
  });

  it('are no JSON that the client asked for', () => {
    const json = spokenCalls(tools, true);
    expect(json.mayBegin('{"name": "terminal"')).toBe(false);
    expect(json.in('{"name": "terminal", "arguments": {"command": "ls"}}')).toBeUndefined();
    expect(json.in('<tool_call>{"name": "terminal", "arguments": {}}</tool_call>')).toHaveLength(1);
  });

  it('never take long or throw, whatever the text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<tool_call>',
        '</tool_call>',
        '{',
        '}',
        '[',
        ']',
        '"name"',
        ':',
        '(',
        ')',
        '"',
        "'",
        '\\',
        '<function=',
        '>',
        '</function>',
        'terminal',
        '[TOOL_CALLS]',
        '<parameter=a>',
        '</parameter>',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        spoken.mayBegin(text);
        spoken.in(text);
      }),
      { numRuns: 2000 },
    );
    const startedAt = performance.now();
    for (const unit of ['<tool_call>', '{', '[', '"', '(', '\\', ' ']) {
      spoken.in(unit.repeat(100_000));
      spoken.mayBegin(unit.repeat(100_000));
    }
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
