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
    { label: 'Chat Model Name', value: '{model}' },
    { label: 'Token context window', value: '{contextWindow}' },
  ],
  steps: [
    'Open **Settings › AI Providers › LLM**.',
    'Choose the provider **Generic OpenAI**.',
    'Paste the values, and press **Save changes**.',
    'Open a workspace and ask something.',
  ],
  notes: [
    'AnythingLLM does not ask for a list of models: the name must be typed.',
    'In Docker the base URL is `{docker}`.',
    linuxDocker,
  ],
  calls: { ...likeTheSdk, models: null },
};
