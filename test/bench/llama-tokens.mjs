import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runnerImport } from 'vite';
import { hostKey, startHost } from './processes.mjs';

/**
 * What a turn costs with a real engine: tokens that llama.cpp evaluates, by its own counts, which do not
 * depend on the machine. Each is held against what must be read anew (the client's own words, its layer, the
 * last exchange) and 64 tokens more.
 */
const more = 64;
const block = '<hermes-context';

export async function evaluatedTokens() {
  const support = path.resolve(import.meta.dirname, '../support/llama/llama-server.ts');
  const { module } = await runnerImport(support);
  const llama = await module.startLlamaServer();
  if (typeof llama === 'string') {
    process.stderr.write(`  left out: ${llama}\n`);
    return [];
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-bench-llama-'));
  const dataDir = path.join(folder, 'data');
  const workspace = path.join(folder, 'workspace');
  await mkdir(workspace);
  for (const file of [1, 2, 3, 4, 5]) {
    await writeFile(
      path.join(workspace, `${file}.txt`),
      `What stands in file ${file}.\n`.repeat(5),
    );
  }
  const host = await startHost(llama, {
    env: {
      HERMES_DATA_DIR: dataDir,
      HERMES_WORKSPACE: workspace,
      HERMES_MODEL: llama.model,
      HERMES_FIRST_BYTE_TIMEOUT: '600',
    },
  });
  /** Sends a chat; what the engine did for its last call. */
  const chat = async (messages) => {
    const response = await fetch(`${host.url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${hostKey}` },
      body: JSON.stringify({ messages, temperature: 0 }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return llama.answers.at(-1);
  };
  const say = (content) => ({ role: 'user', content });
  const said = { role: 'assistant', content: 'An answer.' };
  const script = (count = 1) =>
    llama.script(...Array.from({ length: count }, () => ({ text: said.content })));
  /** Tokens of a prompt from these words on, where they stand last: the core speaks of a block too. */
  const tokensFrom = (prompt, words) => llama.count(prompt.slice(prompt.lastIndexOf(words)));
  const row = (figure, { evaluated }, anew) => ({
    figure: `tokens that llama.cpp evaluates: ${figure}`,
    unit: 'tokens',
    baseline: null,
    value: evaluated,
    target: { atMost: anew + more },
  });
  try {
    script();
    const first = await chat([say('Hello.')]);
    process.stderr.write(
      `  the first chat of all: ${first.evaluated} of ${first.promptTokens} tokens\n`,
    );

    await mkdir(path.join(dataDir, 'memories'), { recursive: true });
    await writeFile(path.join(dataDir, 'memories', 'MEMORY.md'), 'The cat is called Kumquat.');
    script();
    const remembering = await chat([say('What is new?')]);
    const rows = [
      row(
        'a new chat after the memory changed',
        remembering,
        await tokensFrom(remembering.prompt, `${block} id`),
      ),
    ];

    script();
    const layered = await chat([
      { role: 'system', content: 'Speak like a pirate, and be brief.' },
      say('Who are you?'),
    ]);
    rows.push(
      row(
        "a new chat with another client's system prompt",
        layered,
        await tokensFrom(layered.prompt, `${block} id`),
      ),
    );

    const clock = (minute) => ({ role: 'system', content: `Be kind. The time is 14:${minute}.` });
    const history = [say('What time is it?')];
    script(3);
    await chat([clock(10), ...history]);
    let worst;
    for (const [index, words] of ['And now?', 'And by now?'].entries()) {
      const asked = history.at(-1).content;
      history.push(said, say(words));
      const answer = await chat([clock(11 + index), ...history]);
      // The last exchange: the words before had the time before them.
      const anew = await tokensFrom(answer.prompt, asked);
      const next = row('each turn of a chat whose system prompt holds the time', answer, anew);
      if (!worst || next.value - next.target.atMost > worst.value - worst.target.atMost)
        worst = next;
    }
    rows.push(worst);

    llama.script(
      ...[1, 2, 3, 4, 5].map((file) => ({
        toolCalls: [
          { id: `call${file}a9b8c7`, name: 'read_file', arguments: { path: `${file}.txt` } },
        ],
      })),
    );
    script(2);
    const question = say('What stands in the five files?');
    await chat([question]);
    const words = 'Which of them is the longest?';
    const second = await chat([question, said, say(words)]);
    rows.push(
      row(
        'turn 2 after five tools, the client sending text only',
        second,
        await tokensFrom(second.prompt, words),
      ),
    );
    return rows;
  } finally {
    await host.stop();
    await llama.close();
    await rm(folder, { recursive: true, force: true });
  }
}
