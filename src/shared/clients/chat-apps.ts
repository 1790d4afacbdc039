import type { Client } from './client.ts';

/** Programs and pages a person chats in. Labels and menus are those of the clients themselves. */
export const chatApps = [
  {
    id: 'chatbox',
    name: 'ChatBox',
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
      'Press **Check**. Then start a new chat and choose `{model}`.',
    ],
    notes: [
      'The host must begin with `http://`: without a scheme ChatBox takes https.',
      'Leave **Tool use** off for the model: the agent has tools of its own on this computer. ChatBox switches it on by itself after a passed **Check**.',
      'The web version of ChatBox runs in the browser: if you have restricted the allowed web origins, add the page’s origin.',
    ],
  },
  {
    id: 'jan',
    name: 'Jan',
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
      'Start a chat and choose `{model}` in the model list.',
    ],
    notes: [
      'Jan calls with the web origin `tauri://localhost`, on Windows `http://tauri.localhost`. With a key set every origin may call; if you have restricted the allowed web origins, or use no key, add it under **Server › Allowed web origins**.',
    ],
  },
  {
    id: 'nextchat',
    name: 'NextChat',
    about: 'Chat in the browser, formerly ChatGPT Next Web.',
    group: 'Chat apps',
    reach: 'browser',
    link: 'nextchat',
    guide: 'nextchat',
    fields: [
      { label: 'Model Provider', value: 'OpenAI' },
      { label: 'OpenAI Endpoint', value: '{origin}', hint: 'NextChat adds /v1 itself.' },
      { label: 'OpenAI API Key', value: '{key}' },
      { label: 'Custom Models', value: '-all,+{model}', hint: 'Shows this model and no other.' },
    ],
    steps: [
      'Open **Settings** and switch on **Custom Endpoint**.',
      'Leave **Model Provider** at `OpenAI`; paste the **OpenAI Endpoint** and the **OpenAI API Key**.',
      'Enter the **Custom Models**.',
      'Under **Model** choose `{model}`, and start a chat.',
    ],
    notes: [
      'The link holds your key. It stands behind the `#`, so the page’s server does not get it, but the browser keeps it in its history.',
      'A page served over https may call `127.0.0.1` in Chrome, Edge and Firefox; Safari refuses.',
    ],
  },
  {
    id: 'lobechat',
    name: 'LobeChat',
    about: 'Chat in the browser and on the desktop, by LobeHub.',
    group: 'Chat apps',
    reach: 'browser',
    guide: 'lobechat',
    fields: [
      { label: 'Provider ID', value: 'hermes-tray' },
      { label: 'Request Format', value: 'OpenAI' },
      { label: 'API Proxy URL', value: '{base}', hint: 'Called Proxy URL while creating.' },
      { label: 'API Key', value: '{key}' },
      { label: 'Model ID', value: '{model}' },
    ],
    steps: [
      'Open **Settings › AI Service Provider** and choose **Add Custom Provider**.',
      'Enter the **Provider ID** and a name, choose the **Request Format** `OpenAI`, paste URL and key, and press **Create**.',
      'Switch on **Use Client Request Mode**, so that your browser calls this computer and not LobeChat’s server.',
      'Under **Model List** press **Fetch models** and enable `{model}`.',
      'Under **Connectivity Check** choose `{model}` and press **Check**.',
    ],
    notes: [
      'A LobeChat in Docker on this computer can also call by itself, without **Use Client Request Mode**: then the URL is `{docker}`.',
    ],
  },
  {
    id: 'big-agi',
    name: 'big-AGI',
    about: 'Chat in the browser for many models side by side.',
    group: 'Chat apps',
    reach: 'browser',
    guide: 'big-agi',
    fields: [
      { label: 'API Key', value: '{key}' },
      { label: 'API Endpoint', value: '{origin}', hint: 'Without /v1, which big-AGI adds.' },
    ],
    steps: [
      'Open **Models** and add a service of the type **OpenAI**.',
      'Show the **Advanced** settings.',
      'Paste the **API Key** and the **API Endpoint**.',
      'Switch on **Direct Connection**, so that your browser calls this computer and not big-AGI’s server.',
      'Press **Models** to load the list, and choose `{model}`.',
    ],
    notes: [
      'The endpoint must begin with `http://`: without a scheme big-AGI takes https.',
      'A big-AGI that runs on this computer can call by itself and needs no **Direct Connection**.',
    ],
  },
] as const satisfies readonly Client[];
