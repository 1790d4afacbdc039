import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { weather, type Place, type StartedClient } from '../../support/clients/libraries/client.ts';
import { installPython } from '../../support/clients/libraries/installed.ts';
import { runProgram, wordsOf } from '../../support/clients/libraries/program.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

const getWeather = `def get_weather(city: str) -> str:
    """The weather of a city."""
    return f"Sunny in {city}, 21 degrees"
`;

async function start(place: Place): Promise<StartedClient> {
  const installed = await installPython(['llm']);
  const { folder } = place;
  const models = `- model_id: hermes
  model_name: hermes-agent
  api_base: ${place.base}
  api_key_name: hermes
  supports_tools: true
  supports_schema: true
`;
  await writeFile(path.join(folder, 'extra-openai-models.yaml'), models);
  await writeFile(path.join(folder, 'keys.json'), JSON.stringify({ hermes: place.key }));
  return {
    version: installed.version,
    async ask({ turns, stream, ownTool, object }, stop) {
      const texts: string[] = [];
      for (const [at, turn] of turns.entries()) {
        const flags = [
          ...(at === 0 ? [] : ['--continue']),
          ...(stream ? [] : ['--no-stream']),
          ...(ownTool ? ['--functions', getWeather] : []),
          ...(object ? ['--schema', 'city, degrees int'] : []),
        ];
        const ended = await runProgram(
          installed,
          ['llm', 'prompt', '-m', 'hermes', ...flags, turn],
          {
            folder,
            more: { LLM_USER_PATH: folder },
            stop,
          },
        );
        if (ended.code !== 0) throw new Error(wordsOf(ended));
        texts.push(ended.stdout.trim());
      }
      return object ? { texts, object: JSON.parse(texts[0]!) } : { texts };
    },
    close: async () => {},
  };
}

playTable({
  name: 'llm',
  shownAs: /OpenAI/,
  apis: ['chat'],
  ownTool: weather,
  cannot: { 'is impatient': 'it has no option for a time-out' },
  start,
});
