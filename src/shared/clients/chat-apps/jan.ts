import type { ConnectableClient } from '../client.ts';
import { likeAProgram, withUsage } from '../calls.ts';

export const jan: ConnectableClient = {
  id: 'jan',
  name: 'Jan',
  kind: 'program',
  signs: {
    title: /^jan\b/i,
    userAgent: /\bjan(\.ai)?\b/i,
    page: /^(tauri:\/\/localhost|http:\/\/tauri\.localhost)$|\bjan\.ai\b/i,
  },
  lightOpenings: [
    {
      place: 'user',
      words:
        /^Summarize (the following|this) conversation into a (concise )?title of at most \d+ words/i,
    },
  ],
  about: 'Open-source chat app for Windows, macOS and Linux.',
  group: 'Chat apps',
  reach: 'program',
  webOrigins: ['tauri://localhost', 'http://tauri.localhost'],
  guide: 'jan',
  fields: [
    { label: 'API format', value: 'OpenAI-compatible' },
    { label: 'Base URL', value: '{base}' },
    {
      label: 'API key',
      value: '{key}',
      hint: 'Jan does not accept an empty one. If Hermes Tray has no key, type anything.',
    },
    { label: 'Model ID', value: '{model}' },
  ],
  steps: [
    'Open **Settings › Model Providers** and press **Add Provider** (+).',
    'Choose **Add Manual**, name it `hermes-tray`, and leave **API format** at `OpenAI-compatible`.',
    'Paste the **Base URL** and the **API key**, and press **Create**.',
    'If `{model}` is not among the provider’s **Models**, press **Refresh**.',
    'For pictures press the pencil beside `{model}` and switch on **Vision**: Jan does not find that out.',
    'Start a chat and choose `{model}` in the model list.',
  ],
  notes: [
    'Jan calls with the web origin `tauri://localhost`, on Windows `http://tauri.localhost`. With a key set every origin may call; if you have restricted the allowed web origins, or use no key, add it under **Server › Allowed web origins**.',
  ],
  calls: {
    ...likeAProgram,
    // It puts "/models" behind a base URL that may end in a slash.
    models: '/v1//models',
    origin: 'tauri://localhost',
    preflightHeaders: ['authorization', 'content-type', 'x-api-key'],
    keyHeaders: ['authorization', 'x-api-key'],
    streamExtras: withUsage,
  },
};
