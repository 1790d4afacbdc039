import type { ConnectableClient } from '../client.ts';
import { likeTheSdk } from '../calls.ts';
import { linuxDocker } from '../texts.ts';

export const chatUi: ConnectableClient = {
  id: 'chat-ui',
  name: 'HF Chat-UI',
  kind: 'program',
  signs: {
    headers: ['chatui-conversation-id'],
    title: /huggingchat|chat-ui/i,
    userAgent: /huggingchat|chat-ui/i,
    page: /huggingchat|chat-ui/i,
  },
  // The header that names the chat is there and empty.
  lightSign: 'chatui-conversation-id',
  lightOpenings: [
    { place: 'system', words: /^You are a chat thread titling assistant/i },
    { place: 'system', words: /^Your task is to summarize concisely all your reasoning steps/i },
  ],
  // It shows every error frame as "something went wrong".
  told: { streamErrors: 'words-first' },
  about: 'The code behind HuggingChat, run by yourself.',
  group: 'Self-hosted',
  reach: 'program',
  guide: 'chat-ui',
  fields: [
    { label: 'OPENAI_BASE_URL', value: '{base}', hint: 'In Docker: {docker}' },
    { label: 'OPENAI_API_KEY', value: '{key}' },
  ],
  steps: [
    'Put the variables into `.env.local` in Chat-UI’s folder.',
    'Start it: `npm install && npm run dev`.',
    'Open the address it prints, choose `{model}`, and chat.',
  ],
  snippets: [
    {
      title: '.env.local',
      language: 'env',
      text: `OPENAI_BASE_URL={base}
OPENAI_API_KEY={key}`,
    },
  ],
  notes: [
    'Current versions know models by `OPENAI_BASE_URL` and its `/models` only. `MODELS` may change what is shown of a model (`[{"id": "{model}", "displayName": "Hermes"}]`). That it takes pictures, and tools of MCP servers, Hermes Tray tells by itself.',
    'Without `MONGODB_URL` Chat-UI keeps its conversations in a MongoDB of its own, in the folder `db`; with it in yours.',
    'A wrong key, or a server that is off, shows as “500 An error occurred” on every page: the reason stands where Chat-UI was started.',
    linuxDocker,
  ],
  calls: likeTheSdk,
};
