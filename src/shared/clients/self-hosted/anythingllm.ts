import type { ConnectableClient } from '../client.ts';
import { likeTheSdk } from '../calls.ts';
import { linuxDocker } from '../texts.ts';

export const anythingllm: ConnectableClient = {
  id: 'anythingllm',
  name: 'AnythingLLM',
  kind: 'program',
  signs: { title: /anythingllm/i, userAgent: /anythingllm/i, page: /anythingllm|useanything/i },
  lightOpenings: [
    { place: 'user', words: /^You are extracting the key points from a long document/i },
  ],
  // It opens <think> again at what comes after text, and never closes it: the answer stays hidden.
  told: { reasoning: 'before-text' },
  about: 'Chat with your documents; desktop app or Docker.',
  group: 'Self-hosted',
  reach: 'program',
  guide: 'anythingllm',
  fields: [
    { label: 'LLM Provider', value: 'Generic OpenAI' },
    { label: 'Base URL', value: '{base}', hint: 'In Docker: {docker}' },
    { label: 'API Key', value: '{key}' },
    { label: 'Selected Model', value: '{model}', hint: 'A list, once Base URL and key are there.' },
    { label: 'Model context window', value: '{contextWindow}' },
    {
      label: 'Max Tokens',
      value: '8192',
      hint: 'Of an answer. The 1024 that stands there is short.',
    },
  ],
  steps: [
    'Open **Settings › AI Providers › LLM**.',
    'Choose the provider **Generic OpenAI**.',
    'Paste the values, and press **Save changes**.',
    'Open the settings of a workspace (the gear beside its name), **Chat Settings**, and set **Chat mode** to **Chat**.',
    'Open the workspace and ask something.',
  ],
  notes: [
    'A new workspace has the **Chat mode** **Agent**: then every question goes out with AnythingLLM’s own tools, as if it began with `@agent`.',
    'After **Stop** or an error AnythingLLM forgets the question too: ask it again in full.',
    'In Docker the base URL is `{docker}`.',
    linuxDocker,
  ],
  calls: likeTheSdk,
};
