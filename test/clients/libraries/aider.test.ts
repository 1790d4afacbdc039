import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { weather, type Place, type StartedClient } from '../../support/clients/libraries/client.ts';
import { installPython } from '../../support/clients/libraries/installed.ts';
import { runProgram, wordsOf } from '../../support/clients/libraries/program.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

/** Asks for nothing and changes nothing; what it would fetch at each start is switched off. */
const always = [
  '--model',
  'openai/hermes-agent',
  '--no-git',
  '--yes-always',
  '--no-pretty',
  '--no-show-model-warnings',
  '--restore-chat-history',
  '--no-check-update',
  '--analytics-disable',
  '--no-show-release-notes',
];

async function start(place: Place): Promise<StartedClient> {
  const installed = await installPython(['aider-chat'], '>=3.11,<3.13');
  const { folder } = place;
  const caches = path.join(folder, '.aider/caches');
  await mkdir(caches, { recursive: true });
  await writeFile(path.join(caches, 'model_prices_and_context_window.json'), '{"none": {}}');
  let chats = 0;
  return {
    version: installed.version,
    async ask({ turns, stream }, stop) {
      const texts: string[] = [];
      const history = path.join(folder, `chat-${(chats += 1)}.md`);
      for (const turn of turns) {
        const how = [stream ? '--stream' : '--no-stream', '--chat-history-file', history];
        const ended = await runProgram(installed, ['aider', ...always, ...how, '--message', turn], {
          folder,
          more: {
            OPENAI_API_BASE: place.base,
            OPENAI_API_KEY: place.key,
            LITELLM_LOCAL_MODEL_COST_MAP: 'True',
          },
          stop,
        });
        const answer = await answerIn(history);
        if (answer === undefined) throw new Error(wordsOf(ended));
        texts.push(answer);
      }
      return { texts };
    },
    close: async () => {},
  };
}

/**
 * The last answer in its record of a chat, where what it says itself is quoted. Undefined where there
 * is none: it ends with the same exit code then, and only counts no tokens.
 */
async function answerIn(history: string): Promise<string | undefined> {
  const chat = await readFile(history, 'utf8').catch(() => '');
  const lines = chat.split('\n');
  const since = lines.slice(lines.findLastIndex((line) => line.startsWith('#### ')) + 1);
  if (!since.some((line) => line.startsWith('> Tokens: '))) return undefined;
  const own = since.filter((line) => line.trim() !== '' && !line.startsWith('>')).join('\n');
  return own.replaceAll(/<(thinking-content-\w+)>[^]*?<\/\1>/g, '').trim();
}

playTable({
  name: 'aider',
  shownAs: /OpenAI/,
  apis: ['chat'],
  ownTool: weather,
  cannot: {
    'own tool': 'it calls no tools; it reads edits out of the text',
    'both tools': 'it calls no tools',
    object: 'it has no structured output',
    'is impatient': 'its time-out is 600 s',
  },
  start,
});
