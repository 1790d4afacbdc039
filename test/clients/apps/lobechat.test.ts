import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLobechat, type LobeChatTask } from '../../support/clients/apps/lobechat.ts';
import { pelican, threeTools } from '../../support/clients/apps/scenes.ts';
import { startClientsBench, type ClientsBench } from '../../support/clients/libraries/bench.ts';
import { weather } from '../../support/clients/libraries/client.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

const none = 'it asks for none';

playTable({
  name: 'LobeChat',
  shownAs: /OpenAI/,
  apis: ['chat'],
  streams: 'always',
  ownTool: weather,
  cannot: { object: none, 'is impatient': 'it has no option for a time-out' },
  start: startLobechat,
});

describe('LobeChat besides', () => {
  let bench: ClientsBench;
  let lobechat: Awaited<ReturnType<typeof startLobechat>>;
  let folder: string;
  beforeAll(async () => {
    bench = await startClientsBench();
    folder = await mkdtemp(path.join(tmpdir(), 'hermes-client-'));
    lobechat = await startLobechat({ base: bench.base, key: bench.key, folder });
  });
  afterAll(async () => {
    await lobechat?.close();
    await bench?.close();
    await rm(folder, { recursive: true, force: true });
  });
  const task: LobeChatTask = {
    api: 'chat',
    stream: true,
    turns: [],
    ownTool: false,
    object: false,
  };

  it('learns from the list that the model reads pictures, thinks and calls functions', async () => {
    const { object } = await lobechat.ask({ ...task, models: true });
    expect(object).toContainEqual(
      expect.objectContaining({
        id: 'hermes-agent',
        vision: true,
        reasoning: true,
        functionCall: true,
      }),
    );
  });

  it('asks for a title of a chat whose words would run tools, and none runs', async () => {
    const { steps, written } = threeTools('title');
    const question = bench.question(...steps);
    const { texts } = await lobechat.ask({ ...task, turns: [question] });
    expect(texts[0]).toContain('All three are done.');
    const titleOf = [
      { role: 'user', content: question },
      { role: 'assistant', content: texts[0]! },
    ];
    expect((await lobechat.ask({ ...task, titleOf })).texts).toEqual(['A title']);
    for (const file of written) expect(await bench.written(file)).toBe('line\n');
    expect(bench.askedAbout(question)).toHaveLength(2);
  });

  it('sends a picture, which the model gets beside its tools', async () => {
    const question = bench.question({ text: 'A pelican.' });
    const picture = `data:image/png;base64,${pelican.toString('base64')}`;
    const { texts } = await lobechat.ask({ ...task, turns: [question], picture });
    expect(texts).toEqual(['A pelican.']);
    const [asked] = bench.askedAbout(question);
    const parts = asked!.messages.flatMap(({ content }) =>
      Array.isArray(content) ? content.map(({ type }) => type) : [],
    );
    expect(parts).toContain('image_url');
  });
});
