import { describe, expect, it } from 'vitest';
import { runs, shapeOf, user, useRememberedBench } from './remembered-bench.ts';

const bench = useRememberedBench();
let asked = 0;
/** New words each time, so that no test's chat looks like another's. */
const question = (): string => `Look ${(asked += 1)}`;
const full = ['user', 'assistant', 'tool: found', 'assistant', 'user'];
const bare = ['user', 'assistant', 'user'];
const textsOf = (): unknown[] => bench.sent().map(({ content }) => content);
const weather = { type: 'function', function: { name: 'get_weather', parameters: {} } };

/** A turn in which a tool found something; the question and the answer as the client has them. */
async function turn(
  words = question(),
  { found = 'found', text = 'I looked.', headers = {} as Record<string, string> } = {},
): Promise<[ReturnType<typeof user>, Awaited<ReturnType<typeof bench.chat>>]> {
  bench.reply(runs(`echo ${found}`), { text });
  return [user(words), await bench.chat([user(words)], {}, headers)];
}

/** The next turn over this history; what the model was sent. */
async function next(
  history: readonly object[],
  headers: Record<string, string> = {},
): Promise<string[]> {
  bench.reply({ text: 'Next.' });
  await bench.chat([...history, user('And now?')], {}, headers);
  return shapeOf(bench.sent());
}

describe('a client that sends back only what it saw', () => {
  it('has what its tools found put back, byte for byte as the model service had read it', async () => {
    const history = await turn();
    const first = JSON.stringify(bench.upstream.requests.at(-1)!.body.messages);
    expect(await next(history)).toEqual(full);
    const second = JSON.stringify(bench.upstream.requests.at(-1)!.body.messages);
    expect(second.startsWith(first.slice(0, -1))).toBe(true);
    const [run] = bench.host.host.runs.list();
    expect(run!.log.events[1]).toMatchObject({ type: 'run.remembered', turns: 1, calls: 1 });
    // And so for every turn to come.
    await next([...history, user('And now?'), { role: 'assistant', content: 'Next.' }]);
    const third = JSON.stringify(bench.upstream.requests.at(-1)!.body.messages);
    expect(third.startsWith(second.slice(0, -1))).toBe(true);
  });

  it('has it after a restart', async () => {
    const history = await turn();
    await bench.restart();
    expect(await next(history)).toEqual(full);
  });

  it.each<[string, (text: string) => string]>([
    ['trimmed', (text) => `  ${text}\n`],
    ['with other line ends', (text) => text.replaceAll(' ', '\r\n')],
    ['with our tool line in it', (text) => `▸ terminal: \`echo found\` ✓ 0.1 s\n\n${text}`],
    ['with our tool line quoted', (text) => `> ▸ terminal: \`echo found\` ✓ 0.1 s\n\n${text}`],
    ['with thinking folded into it', (text) => `<think>Hm.</think>${text}`],
    ['from aider', (text) => `<thinking-content-7b>▸ ls ✓ 1 s</thinking-content-7b>\n${text}`],
  ])('has it where the answer comes back %s', async (_how, change) => {
    const [said, answer] = await turn();
    expect(await next([said, { ...answer, content: change(answer.content!) }])).toEqual(full);
  });

  it('has it where the answer stood in several parts, and tool lines in the text', async () => {
    bench.host.host.settings.update({ streaming: { toolActivity: 'content' } });
    const words = question();
    bench.reply({ text: 'Let me look.', ...runs('echo found') }, { text: 'I looked.' });
    const answer = await bench.chat([user(words)]);
    bench.host.host.settings.update({ streaming: { toolActivity: undefined } });
    expect(answer.content).toContain('▸ terminal');
    expect(await next([user(words), answer])).toEqual(full);
    expect(textsOf()[1]).toBe('Let me look.');
  });

  it('has it where its program put sources in front of the question', async () => {
    const words = question();
    const template = `### Task:\nRespond to the user query using the provided context\n<context>\n<source id="1">Long</source>\n</context>\n\n${words}`;
    bench.reply(runs('echo found'), { text: 'I looked.' });
    const answer = await bench.chat([user(template)], { stream: false });
    expect(await next([user(words), answer])).toEqual(full);
  });

  it.each<[string, (words: string) => string]>([
    ['Qwen Code', (words) => `<system-reminder>\nThe date: today\n</system-reminder>${words}`],
    ['Cline', (words) => `${words}\n<environment_details>\nOpen tabs\n</environment_details>`],
    ['aider', (words) => `${words}\n\n# File editing rules:\n\nReturn edits similar to diffs`],
  ])('has it where %s put its rules around the question', async (_program, around) => {
    const words = question();
    bench.reply(runs('echo found'), { text: 'I looked.' });
    const answer = await bench.chat([user(around(words))], { stream: false });
    expect(await next([user(words), answer])).toEqual(full);
  });

  it.each<[string, (history: object[]) => object[]]>([
    ['whose question was edited', ([, answer]) => [user('Something else'), answer!]],
    ['whose answer was edited', ([said, a]) => [said!, { ...a, content: 'I looked not.' }]],
    ['whose answer was cut', ([said, a]) => [said!, { ...a, content: 'I look' }]],
    ['whose question is missing', ([, answer]) => [user('Hello'), answer!]],
  ])('has nothing put into a turn %s', async (_how, change) => {
    expect(await next(change(await turn()))).toEqual(bare);
  });

  it('has it once where a turn comes twice, and in whatever order turns come', async () => {
    const one = await turn(question(), { found: 'one' });
    const two = await turn(question(), { found: 'two' });
    expect(await next([...two, ...one, ...two])).toEqual([
      'user',
      'assistant',
      'tool: two',
      'assistant',
      'user',
      'assistant',
      'tool: one',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
  });

  it('has it for what is left of a history that was cut or summed up', async () => {
    const [, lost] = await turn();
    const kept = await turn();
    const summary = user('Summary of what was said before: nothing much.');
    const shape = await next([lost, ...kept]).catch(() => []);
    expect(shape.slice(-5)).toEqual(full);
    expect(await next([summary, { role: 'assistant', content: 'I see.' }, ...kept])).toEqual([
      'user',
      'assistant',
      ...full,
    ]);
  });
});

describe('turns of a chat', () => {
  it('that was answered anew have what the answer that stayed did', async () => {
    const words = question();
    await turn(words, { found: 'first', text: 'The first.' });
    const again = await turn(words, { found: 'again', text: 'The second.' });
    expect((await next(again))[2]).toBe('tool: again');
  });

  it('are not taken from another that looks alike, where the client names them', async () => {
    const words = question();
    const a = { 'X-Hermes-Session-Id': 'chat-a' };
    const b = { 'X-OpenWebUI-Chat-Id': 'chat-b' };
    const one = await turn(words, { found: 'alpha', text: 'Done.', headers: a });
    const two = await turn(words, { found: 'beta', text: 'Done.', headers: b });
    expect((await next(one, a))[2]).toBe('tool: alpha');
    expect((await next(two, b))[2]).toBe('tool: beta');
    expect(await next(one, { 'X-Hermes-Session-Id': 'chat-c' })).toEqual(bare);
  });

  it('are left as they are where nothing tells two chats apart', async () => {
    const words = question();
    const one = await turn(words, { found: 'alpha', text: 'Done.' });
    await turn(words, { found: 'beta', text: 'Done.' });
    expect(await next(one)).toEqual(bare);
  });

  it('are told apart by what follows', async () => {
    const words = question();
    const one = await turn(words, { found: 'alpha', text: 'Done.' });
    bench.reply({ text: 'Only here.' });
    const follow = [...one, user('Follow'), await bench.chat([...one, user('Follow')])];
    await turn(words, { found: 'beta', text: 'Done.' });
    expect((await next(follow))[2]).toBe('tool: alpha');
  });

  it('go on in one conversation, without the client naming it', async () => {
    bench.reply(runs('cd /tmp && export MARK=kept'), { text: 'There.' });
    const words = question();
    const answer = await bench.chat([user(words)]);
    bench.reply(runs('echo "$PWD $MARK"'), { text: 'So.' });
    await bench.chat([user(words), answer, user('Where?')]);
    expect(JSON.stringify(bench.sent().at(-1))).toContain('/tmp kept');
  });

  it('with a chat of their own are found there though the client drew Markdown', async () => {
    const headers = { 'X-Hermes-Session-Id': 'markdown' };
    const words = question();
    const [said, answer] = await turn(words, { text: 'It is **bold**.', headers });
    const drawn = { ...answer, content: 'It is bold.' };
    expect(await next([said, drawn])).toEqual(bare);
    expect(await next([said, drawn], headers)).toEqual(full);
  });
});

describe('a run that broke off', () => {
  const stop = async (words: string): Promise<string> => {
    bench.reply(runs('echo found'), { text: ['Half ', 'of ', 'it'], hang: 'mid-text' });
    const client = new AbortController();
    const answer = await fetch(`${bench.host.url}/v1/chat/completions`, {
      method: 'POST',
      headers: bench.host.headers,
      body: JSON.stringify({ messages: [user(words)], stream: true }),
      signal: client.signal,
    });
    let text = '';
    for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      if (text.includes('"it"')) break;
    }
    client.abort();
    await bench.host.host.runs.list()[0]!.finished;
    return 'Half of it';
  };

  it.each([['all'], ['a part'], ['nothing']])(
    'by Stop is known to the next turn, where the client kept %s of its text',
    async (what) => {
      const words = question();
      const text = await stop(words);
      const kept = { all: text, 'a part': 'Half', nothing: undefined }[what];
      const answer = kept === undefined ? [] : [{ role: 'assistant', content: kept }];
      expect(await next([user(words), ...answer])).toEqual(full);
      expect(textsOf()[3]).toBe('Half of it');
    },
  );

  it('by Stop is not taken for one that the client shows another answer of', async () => {
    const words = question();
    await stop(words);
    expect(await next([user(words), { role: 'assistant', content: 'Other' }])).toEqual(bare);
  });

  it('by a failure is known to the next turn', async () => {
    const words = question();
    bench.reply(runs('echo found'), { status: 400 });
    await expect(bench.chat([user(words)])).rejects.toThrow('run_failed_after_tools');
    expect(await next([user(words)])).toEqual(['user', 'assistant', 'tool: found', 'user']);
  });
});

describe('calls of the client’s tools', () => {
  const asks = { toolCalls: [{ id: 'call_weather_0001', name: 'get_weather', arguments: {} }] };

  it('keep what ran before them in the turn: Open WebUI’s rounds, and its next turn', async () => {
    const words = question();
    bench.reply(runs('echo found'), { text: 'I ask.', ...asks });
    const first = await bench.chat([user(words)], { tools: [weather] });
    const round = [
      user(words),
      // As Open WebUI writes it.
      { role: 'assistant', content: 'I ask.', tool_calls: first.tool_calls },
      { role: 'tool', tool_call_id: first.tool_calls![0]!.id, content: '{"output":"sunny"}' },
    ];
    bench.reply({ text: 'It is sunny.' });
    const second = await bench.chat(round, { tools: [weather] });
    const known = ['user', 'assistant', 'tool: found', 'assistant', 'tool: sunny'];
    expect(shapeOf(bench.sent())).toEqual(known);
    expect(await next([...round, second])).toEqual([...known, 'assistant', 'user']);
  });

  it('are known where the client shows the whole turn as one text', async () => {
    const words = question();
    bench.reply(runs('echo found'), { text: 'I ask.', ...asks });
    const first = await bench.chat([user(words)], { tools: [weather] });
    const round = [
      user(words),
      first,
      { role: 'tool', tool_call_id: first.tool_calls![0]!.id, content: '{"output":"sunny"}' },
    ];
    bench.reply({ text: 'It is sunny.' });
    await bench.chat(round, { tools: [weather] });
    const flat = { role: 'assistant', content: 'I ask.\n\nIt is sunny.' };
    expect(await next([user(words), flat])).toEqual([
      'user',
      'assistant',
      'tool: found',
      'assistant',
      'tool: sunny',
      'assistant',
      'user',
    ]);
  });

  it('keep what ran beside them in one reply', async () => {
    const words = question();
    bench.reply({
      toolCalls: [
        { id: 'call_server_00001', name: 'terminal', arguments: { command: 'echo found' } },
        ...asks.toolCalls,
      ],
    });
    const first = await bench.chat([user(words)], { tools: [weather] });
    expect(first.tool_calls).toHaveLength(1);
    bench.reply({ text: 'Both.' });
    await bench.chat(
      [
        user(words),
        first,
        { role: 'tool', tool_call_id: first.tool_calls![0]!.id, content: '{"output":"sunny"}' },
      ],
      { tools: [weather] },
    );
    expect(shapeOf(bench.sent()).toSorted()).toEqual(
      ['user', 'assistant', 'tool: found', 'tool: sunny'].toSorted(),
    );
  });

  it.each([['call_1'], ['functions.get_weather:0']])(
    'of another client’s, whose ids count from one (%s), have nothing to do with ours',
    async (id) => {
      const words = question();
      const weak = { toolCalls: [{ id, name: 'get_weather', arguments: { city: 'A' } }] };
      bench.reply(runs('echo found', 'call_0'), weak);
      const first = await bench.chat([user(words)], { tools: [weather] });
      const answered = (message: object): object[] => [
        message,
        { role: 'tool', tool_call_id: id, content: '{"output":"sunny"}' },
      ];
      bench.reply({ text: 'Other.' });
      await bench.chat([user('Elsewhere'), ...answered(first)], { tools: [weather] });
      expect(shapeOf(bench.sent())).toEqual(['user', 'assistant', 'tool: sunny']);
      bench.reply({ text: 'Same.' });
      // Written anew by the client, which says the same.
      const [call] = first.tool_calls!;
      const rewritten = {
        ...call,
        function: { name: 'get_weather', arguments: '{ "city": "A" }' },
      };
      await bench.chat([user(words), ...answered({ ...first, tool_calls: [rewritten] })], {
        tools: [weather],
      });
      expect(shapeOf(bench.sent())).toContain('tool: found');
    },
  );
});

describe('Responses with its whole history', () => {
  it('has it for Codex: items, store: false', async () => {
    const words = question();
    const said = { type: 'message', role: 'user', content: [{ type: 'input_text', text: words }] };
    const tool = { type: 'function', name: 'shell', parameters: {} };
    bench.reply(runs('echo found'), {
      text: 'I ask.',
      toolCalls: [{ id: 'call_shell_00001', name: 'shell', arguments: { command: ['ls'] } }],
    });
    const ask = (input: object[]): Promise<{ output: object[] }> =>
      bench.post('/v1/responses', { input, store: false, tools: [tool] }) as never;
    const { output } = await ask([said]);
    const result = {
      type: 'function_call_output',
      call_id: 'call_shell_00001',
      output: '{"output":"listed"}',
    };
    bench.reply({ text: 'All done.' });
    const { output: rest } = await ask([said, ...output, result]);
    const known = ['user', 'assistant', 'tool: found', 'assistant', 'tool: listed'];
    expect(shapeOf(bench.sent())).toEqual(known);
    bench.reply({ text: 'Next.' });
    await ask([said, ...output, result, ...rest, { ...said, content: 'And now?' }]);
    expect(shapeOf(bench.sent())).toEqual([...known, 'assistant', 'user']);
  });

  it('is not doubled by calls that the client shows itself', async () => {
    const words = question();
    bench.reply(runs('echo found'), { text: 'I looked.' });
    const shown = (await bench.post('/v1/responses', {
      input: words,
      store: false,
      include: ['hermes.tool_calls'],
    })) as { output: object[] };
    bench.reply({ text: 'Next.' });
    await bench.post('/v1/responses', {
      input: [{ role: 'user', content: words }, ...shown.output, 'And now?'],
      store: false,
    });
    expect(shapeOf(bench.sent())).toEqual(full);
  });
});

describe('nothing is remembered', () => {
  it('of a request that wants it so, nor given to one', async () => {
    const off = { 'X-Hermes-Memory': 'off' };
    expect(await next(await turn(question(), { headers: off }))).toEqual(bare);
    expect(await next(await turn(), off)).toEqual(bare);
  });

  it('where it is switched off', async () => {
    const history = await turn();
    bench.host.host.settings.update({ agent: { rememberTurns: false } });
    expect(await next(history)).toEqual(bare);
    const unkept = await turn();
    bench.host.host.settings.update({ agent: { rememberTurns: true } });
    expect(await next(unkept)).toEqual(bare);
    expect(await next(history)).toEqual(full);
  });

  it('of titles and the like, nor given to them', async () => {
    const history = await turn();
    bench.reply({ text: 'A title' });
    const title = 'Based on the chat history, give this conversation a name in 10 words.';
    await bench.chat([...history, user(title)]);
    const sent = bench.upstream.requests.at(-1)!.body.messages;
    expect(sent.map(({ role }) => role)).not.toContain('tool');
  });
});
