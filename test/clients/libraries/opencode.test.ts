import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { opencode } from '../../../src/shared/clients/coding/opencode.ts';
import type { Place, StartedClient } from '../../support/clients/libraries/client.ts';
import { asDocumented } from '../../support/clients/libraries/documented.ts';
import { installNpm } from '../../support/clients/libraries/installed.ts';
import { jsonLines, runProgram, wordsOf } from '../../support/clients/libraries/program.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

interface Line {
  type: string;
  part?: { text: string };
}

async function start(place: Place): Promise<StartedClient> {
  const installed = await installNpm(['opencode-ai']);
  const project = path.join(place.folder, 'project');
  await mkdir(project);
  const config = asDocumented(opencode, 'opencode.json', place);
  await writeFile(path.join(project, 'opencode.json'), config);
  return {
    version: installed.version,
    async ask({ turns }, stop) {
      const texts: string[] = [];
      for (const [at, turn] of turns.entries()) {
        const flags = ['--model', 'hermes/hermes-agent', '--format', 'json'];
        const how = at === 0 ? [] : ['--continue'];
        const ended = await runProgram(installed, ['opencode', 'run', ...flags, ...how, turn], {
          folder: project,
          more: {
            HOME: place.folder,
            HERMES_KEY: place.key,
            // Its list of the world's models and its newer versions are not asked for.
            OPENCODE_DISABLE_MODELS_FETCH: '1',
            OPENCODE_DISABLE_AUTOUPDATE: '1',
          },
          stop,
        });
        const lines = jsonLines<Line>(ended.stdout);
        const failed = lines.some(({ type }) => type === 'error') || ended.code !== 0;
        if (failed) throw new Error(wordsOf(ended));
        texts.push(
          lines.flatMap(({ type, part }) => (type === 'text' ? [part!.text] : [])).join('\n'),
        );
      }
      return { texts };
    },
    close: async () => {},
  };
}

playTable({
  name: 'opencode',
  shownAs: /^opencode/,
  apis: ['chat'],
  streams: 'always',
  ownTool: {
    name: 'bash',
    arguments: { command: 'echo Sunny in Paris, $((20 + 1)) degrees', description: 'The weather' },
    gives: 'Sunny in Paris, 21 degrees',
  },
  cannot: {
    object: '`opencode run` has no structured output',
    'is impatient': 'its time-outs are those of a whole run, by default none',
  },
  start,
});
