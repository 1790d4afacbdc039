import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startOpenWebui, type OpenWebui } from '../../support/clients/apps/open-webui.ts';
import { fails, pelican, threeTools } from '../../support/clients/apps/scenes.ts';
import {
  runsWith,
  startClientsBench,
  textOf,
  type ClientsBench,
} from '../../support/clients/libraries/bench.ts';

/**
 * Open WebUI as PyPI has it, its page in a real browser, before the built headless host: connected and
 * used as docs/clients/open-webui.md says.
 */

let bench: ClientsBench;
let webui: OpenWebui;
let files: string;

beforeAll(async () => {
  files = await mkdtemp(path.join(tmpdir(), 'hermes-files-'));
  [bench, webui] = await Promise.all([startClientsBench('{"title": "A title"}'), startOpenWebui()]);
  await webui.connect(bench.base, bench.key, {
    'X-Hermes-Client': 'open-webui',
    'X-Hermes-Task': '{{TASK}}',
    'X-Hermes-Session-Id': '{{CHAT_ID}}',
  });
});
afterAll(async () => {
  await webui?.close();
  await bench?.close();
  await rm(files, { recursive: true, force: true });
});

const shownTo = (question: string): string =>
  bench.askedAbout(question).at(-1)!.messages.map(textOf).join('\n');
const answers = async (text: string): Promise<void> => {
  await vi.waitFor(async () => expect(await webui.answer().innerText()).toContain(text), {
    timeout: 30_000,
    interval: 100,
  });
  await webui.answered();
};

it('adds tools of its own to each chat until they are switched off', async () => {
  const ours = async (): Promise<number> => {
    const question = bench.question({ text: 'Good day' });
    await webui.newChat();
    await webui.send(question);
    await answers('Good day');
    return bench.askedAbout(question)[0]!.tools!.length;
  };
  const withTheirs = await ours();
  await webui.switchOffBuiltinTools();
  const without = await ours();
  expect(without).toBeGreaterThan(5);
  expect(withTheirs).toBeGreaterThan(without + 10);
});

describe.each(['Chat Completions', 'Responses'])('API type %s', (type) => {
  let first: string;

  beforeAll(async () => {
    if (type === 'Responses') await webui.toggleApiType();
    await webui.newChat();
  });

  it('runs three tools once each, shows them, and gives the chat a title', async () => {
    const { steps, written, commands } = threeTools(type.slice(0, 4));
    first = bench.question(...steps);
    await webui.send(first);
    await answers('All three are done.');
    // The title, tags and follow-up questions come after it.
    await webui.page.getByText('A title').first().waitFor();
    for (const file of written) expect(await bench.written(file)).toBe('line\n');
    expect(bench.askedAbout(first)).toHaveLength(2);
    expect((await bench.runs()).map(({ client }) => client)).toContain('Open WebUI');
    if (type === 'Responses') await webui.answer().getByText('Explored').click();
    else
      await webui
        .answer()
        .getByText(/^Thought/)
        .click();
    const shown = webui.answer().getByText(type === 'Responses' ? /terminal/ : commands[0]!);
    await shown.first().waitFor();
  });

  it('knows in the second turn what its tools found in the first', async () => {
    const question = bench.question({ text: 'I remember.' });
    await webui.send(question);
    await answers('I remember.');
    expect(shownTo(question)).toContain('plum-1');
    expect(shownTo(question)).toContain('plum-3');
    expect(bench.askedAbout(first)).toHaveLength(2);
  });

  it('opens the stored chat again', async () => {
    await webui.page.reload();
    await webui.page.getByText('All three are done.').waitFor();
    await answers('I remember.');
  });

  it('is stopped within a tool that says nothing', async () => {
    const seconds = `${100_000 + type.length}`;
    const call = { name: 'terminal', arguments: { command: `sleep ${seconds}` } };
    const question = bench.question({ toolCalls: [call] }, { text: 'Never' });
    await webui.send(question);
    await vi.waitUntil(() => runsWith(seconds), { timeout: 60_000, interval: 50 });
    await webui.stop();
    await vi.waitUntil(async () => !(await runsWith(seconds)), { timeout: 15_000, interval: 50 });
    await vi.waitFor(async () => {
      const [latest] = await bench.runs();
      expect(latest!.status).toBe('cancelled');
    });
    expect(bench.askedAbout(question)).toHaveLength(1);
    await webui.answered();
  });

  it('says in the words of the service what is wrong', async () => {
    const message = 'This service has no pelicans';
    await webui.send(
      bench.question({ status: 400, body: { error: { message, type: 'invalid_request_error' } } }),
    );
    await answers(message);
  });

  it('fails after a tool, and goes on from there when it is asked again', async () => {
    const file = `failed-${type.length}`;
    const call = { name: 'terminal', arguments: { command: `echo line >> ${file}` } };
    const question = bench.question({ toolCalls: [call] }, (before) =>
      before === 0 ? fails : { text: 'Here I am again.' },
    );
    await webui.send(question);
    await answers('What the tools did by then is done.');
    await webui.tryAgain();
    await answers('Here I am again.');
    expect(await bench.written(file)).toBe('line\n');
  });

  it('a chat with a file and a picture keeps its tools', async () => {
    const note = path.join(files, 'note.txt');
    const picture = path.join(files, 'pelican.png');
    await writeFile(note, 'The pelican eats sardines.');
    await writeFile(picture, pelican);
    const { steps, written } = threeTools(`file-${type.slice(0, 4)}`);
    const question = bench.question(...steps);
    await webui.newChat();
    await webui.send(question, [note, picture]);
    await answers('All three are done.');
    for (const file of written) expect(await bench.written(file)).toBe('line\n');
    expect(shownTo(question)).toContain('The pelican eats sardines.');
    const parts = bench
      .askedAbout(question)[0]!
      .messages.flatMap(({ content }) =>
        Array.isArray(content) ? content.map((part) => part.type) : [],
      );
    expect(parts).toContain('image_url');
  });
});
