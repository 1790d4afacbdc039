import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Place, StartedClient } from '../../support/clients/libraries/client.ts';
import { installNpm } from '../../support/clients/libraries/installed.ts';
import { jsonLines, runProgram, wordsOf } from '../../support/clients/libraries/program.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

interface Line {
  type: string;
  message?: { role: string; stopReason?: string; content: { type: string; text: string }[] };
}

async function start(place: Place): Promise<StartedClient> {
  const installed = await installNpm(['@earendil-works/pi-coding-agent']);
  const { folder } = place;
  const agent = path.join(folder, '.pi/agent');
  await mkdir(agent, { recursive: true });
  const provider = (api: string) => ({
    baseUrl: place.base,
    api,
    apiKey: '$HERMES_KEY',
    models: [{ id: 'hermes-agent', name: 'Hermes' }],
  });
  const providers = {
    chat: provider('openai-completions'),
    responses: provider('openai-responses'),
  };
  await writeFile(path.join(agent, 'models.json'), JSON.stringify({ providers }));
  return {
    version: installed.version,
    async ask({ api, turns }, stop) {
      const texts: string[] = [];
      for (const [at, turn] of turns.entries()) {
        const flags = ['--provider', api, '--model', 'hermes-agent', '--print', '--mode', 'json'];
        const how = at === 0 ? [] : ['--continue'];
        const ended = await runProgram(installed, ['pi', ...flags, ...how, turn], {
          folder,
          more: { HERMES_KEY: place.key, PI_OFFLINE: '1' },
          stop,
        });
        const answers = jsonLines<Line>(ended.stdout)
          .filter(({ type, message }) => type === 'message_end' && message?.role === 'assistant')
          .map(({ message }) => message!);
        if (answers.at(-1)?.stopReason !== 'stop') throw new Error(wordsOf(ended));
        const parts = answers.at(-1)!.content.filter(({ type }) => type === 'text');
        texts.push(parts.map(({ text }) => text).join('\n'));
      }
      return { texts };
    },
    close: async () => {},
  };
}

playTable({
  name: 'pi',
  shownAs: /^pi/,
  apis: ['chat', 'responses'],
  streams: 'always',
  ownTool: {
    name: 'bash',
    arguments: { command: 'echo Sunny in Paris, $((20 + 1)) degrees' },
    gives: 'Sunny in Paris, 21 degrees',
  },
  cannot: {
    object: 'it has no structured output',
    'is impatient': 'its time-out counts to the headers of a stream, which come at once',
  },
  start,
});
