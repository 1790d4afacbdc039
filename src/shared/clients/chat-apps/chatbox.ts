import type { ConnectableClient } from '../client.ts';
import { likeAProgram } from '../calls.ts';

export const chatbox: ConnectableClient = {
  id: 'chatbox',
  name: 'ChatBox',
  kind: 'program',
  signs: { title: /chatbox/i, userAgent: /chatbox/i, page: /chatbox/i },
  lightOpenings: [
    { place: 'user', words: /^Based on the chat history, give this conversation a name/i },
    { place: 'user', words: /^Provide a detailed summary for continuing this conversation/i },
  ],
  about: 'Chat app for Windows, macOS, Linux, phones and the web.',
  group: 'Chat apps',
  reach: 'program',
  link: 'chatbox',
  guide: 'chatbox',
  fields: [
    { label: 'API Mode', value: 'OpenAI API Compatible' },
    { label: 'API Key', value: '{key}' },
    { label: 'API Host', value: '{origin}', hint: 'Without /v1. Leave API Path empty.' },
    { label: 'Model ID', value: '{model}' },
  ],
  steps: [
    'Open **Settings › Model Provider** and press **Add** below the list.',
    'Name it `Hermes Tray`, leave **API Mode** at `OpenAI API Compatible`, and press **Add**.',
    'Paste the **API Key** and the **API Host**; leave **API Path** empty.',
    'Under **Model** press **Fetch** and add `{model}` with **+**.',
    'Press **Check** and choose `{model}` under **Select Test Model**. What passes is switched on for the model, **Tool use** too: switch that off again (the gear beside the model, **Capabilities**).',
    'Start a new chat and choose `{model}`.',
  ],
  notes: [
    'The host must begin with `http://`: without a scheme ChatBox takes https.',
    'With **Tool use** on, ChatBox sends tools of its own with each question. The agent has its tools on this computer and needs none of those.',
    'Leave **API Mode** as it is: in **OpenAI Responses API Compatible** nothing works better.',
    'Leave **Stream output** on (**Settings › Chat Settings**): without it nothing is shown until all is done.',
    'The web version of ChatBox runs in the browser: if you have restricted the allowed web origins, add the page’s origin.',
  ],
  // Adds /v1 to a host without a path.
  calls: { ...likeAProgram, extras: { max_tokens: 4096 }, asksForVision: true },
};
