import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codex } from '../../../src/shared/clients/coding/codex.ts';
import type { Place, StartedClient } from '../../support/clients/libraries/client.ts';
import { asDocumented, weatherSchema } from '../../support/clients/libraries/documented.ts';
import { installNpm } from '../../support/clients/libraries/installed.ts';
import { jsonLines, runProgram, wordsOf } from '../../support/clients/libraries/program.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

interface Line {
  type: string;
  item?: { type: string; text: string };
}

async function start(place: Place): Promise<StartedClient> {
  const installed = await installNpm(['@openai/codex']);
  const { folder } = place;
  await mkdir(path.join(folder, '.codex'));
  await writeFile(
    path.join(folder, '.codex/config.toml'),
    asDocumented(codex, '~/.codex/config.toml', place),
  );
  const schema = path.join(folder, 'schema.json');
  await writeFile(schema, JSON.stringify(weatherSchema));
  // It has a wall of its own, which needs what a test machine does not always give.
  const flags = ['--json', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'];
  return {
    version: installed.version,
    async ask({ turns, object, timeout }, stop) {
      const texts: string[] = [];
      for (const [at, turn] of turns.entries()) {
        const how = at === 0 ? [] : ['resume', '--last'];
        const shape = object ? ['--output-schema', schema] : [];
        const limit = `model_providers.hermes.stream_idle_timeout_ms=${(timeout ?? 300) * 1000}`;
        const ended = await runProgram(
          installed,
          ['codex', 'exec', ...how, ...flags, ...shape, '--config', limit, turn],
          { folder, more: { HERMES_KEY: place.key }, stop },
        );
        const lines = jsonLines<Line>(ended.stdout);
        if (!lines.some(({ type }) => type === 'turn.completed')) throw new Error(wordsOf(ended));
        const said = lines.flatMap(({ item }) =>
          item?.type === 'agent_message' ? [item.text] : [],
        );
        texts.push(said.join('\n'));
      }
      return object ? { texts, object: JSON.parse(texts[0]!) } : { texts };
    },
    close: async () => {},
  };
}

playTable({
  name: 'Codex',
  shownAs: /^Codex/,
  apis: ['responses'],
  streams: 'always',
  ownTool: {
    name: 'exec_command',
    arguments: { cmd: 'echo Sunny in Paris, $((20 + 1)) degrees' },
    gives: 'Sunny in Paris, 21 degrees',
  },
  cannot: {},
  start,
});
