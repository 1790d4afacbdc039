import type { ConnectableClient } from '../client.ts';
import { likeAProgram, withUsage } from '../calls.ts';

export const cherryStudio: ConnectableClient = {
  id: 'cherry-studio',
  name: 'Cherry Studio',
  kind: 'program',
  signs: {
    title: /cherry-? ?studio/i,
    userAgent: /cherry-?studio/i,
    page: /cherry-?(ai|studio)/i,
  },
  lightOpenings: [
    { place: 'system', words: /^Summarize the (given )?conversation into a title in\b/i },
    {
      place: 'system',
      words: /^You are an assistant skilled in conversation\. You need to summarize/i,
    },
    {
      place: 'system',
      words: /^You are a translation expert\. Your only task is to translate/i,
    },
    { place: 'user', words: /^You are a translation expert\. Your only task is to translate/i },
    { place: 'user', words: /^Your task is to (precisely )?identify the language/i },
    { place: 'system', words: /^Your task is to (precisely )?identify the language/i },
    { place: 'user', words: /^Please summarize the following content\. Requirements:/i },
    {
      place: 'user',
      words: /^Please (explain|refine|polish) the following content\. Requirements:/i,
    },
  ],
  // It shows an error frame as "[object Object]".
  told: { streamErrors: 'words-first' },
  about: 'Chat app for Windows, macOS and Linux, with assistants and translations.',
  group: 'Chat apps',
  reach: 'program',
  guide: 'cherry-studio',
  fields: [
    { label: 'Provider Name', value: 'Hermes Tray' },
    {
      label: 'Base URL',
      value: '{origin}',
      hint: 'Of the endpoint OpenAI. Cherry Studio adds /v1.',
    },
    { label: 'API Key', value: '{key}' },
    { label: 'Model', value: '{model}' },
  ],
  steps: [
    'Open **Settings › Model Provider** and press **Add Provider** below the list.',
    'Enter the **Provider Name**; under **Endpoint settings** paste the **Base URL** at **OpenAI**, not at **OpenAI Responses**. The request path must read `/v1/chat/completions`.',
    'Paste the **API Key** and switch the provider on.',
    'Under **Models** press **Sync models** and add `{model}`; then press **Check** beside the key.',
    'Under **Settings › Default Model** choose `{model}`, as **Quick Model** and **Translate Model** too.',
    'Start a chat and choose `{model}`.',
  ],
  notes: [
    'Conversation names, translations and the selection assistant are requests of their own. They are answered without tools, by the **Quick Model** and the **Translate Model**.',
    'Errors come as text of the answer: Cherry Studio shows an error within a stream as “[object Object]”.',
    'Leave **Fallback models** (**Model Call Retry**) empty, or another model answers where Hermes fails.',
  ],
  calls: {
    ...likeAProgram,
    headers: { 'http-referer': 'https://cherry-ai.com', 'x-title': 'Cherry Studio' },
    streamExtras: withUsage,
  },
};
