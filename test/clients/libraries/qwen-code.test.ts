import type { Place, StartedClient } from '../../support/clients/libraries/client.ts';
import { weatherSchema } from '../../support/clients/libraries/documented.ts';
import { installNpm } from '../../support/clients/libraries/installed.ts';
import { runProgram, wordsOf } from '../../support/clients/libraries/program.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

interface Result {
  type: string;
  is_error?: boolean;
  result?: string;
  structured_result?: unknown;
}

async function start(place: Place): Promise<StartedClient> {
  const installed = await installNpm(['@qwen-code/qwen-code']);
  return {
    version: installed.version,
    async ask({ turns, object }, stop) {
      const texts: string[] = [];
      let found: unknown;
      for (const [at, turn] of turns.entries()) {
        const flags = ['--auth-type', 'openai', '--yolo', '--output-format', 'json'];
        const how = at === 0 ? [] : ['--continue'];
        const shape = object ? ['--json-schema', JSON.stringify(weatherSchema)] : [];
        const ended = await runProgram(installed, ['qwen', ...flags, ...how, ...shape, turn], {
          folder: place.folder,
          more: {
            OPENAI_BASE_URL: place.base,
            OPENAI_API_KEY: place.key,
            OPENAI_MODEL: 'hermes-agent',
          },
          stop,
        });
        const lines = (ended.code === 0 ? JSON.parse(ended.stdout) : []) as Result[];
        const result = lines.find(({ type }) => type === 'result');
        if (!result || result.is_error) throw new Error(wordsOf(ended));
        texts.push(result.result ?? '');
        found = result.structured_result;
      }
      return { texts, object: found };
    },
    close: async () => {},
  };
}

playTable({
  name: 'Qwen Code',
  shownAs: /Qwen/,
  apis: ['chat'],
  streams: 'always',
  ownTool: {
    name: 'run_shell_command',
    arguments: { command: 'echo Sunny in Paris, $((20 + 1)) degrees', is_background: false },
    gives: 'Sunny in Paris, 21 degrees',
  },
  cannot: { 'is impatient': 'its time-out counts to the headers of a stream, which come at once' },
  start,
});
