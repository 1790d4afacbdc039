import type { ConnectableClient } from '../client.ts';
import { likeAProgram, stainless, withUsage } from '../calls.ts';
import { lobechatOpenings } from './lobechat-openings.ts';

export const lobechat: ConnectableClient = {
  id: 'lobechat',
  name: 'LobeChat',
  kind: 'program',
  signs: { title: /lobe-?(chat|hub)/i, userAgent: /lobe-?(chat|hub)/i, page: /lobe-?(chat|hub)/i },
  lightOpenings: lobechatOpenings,
  // Where its server calls, it shows an error frame as "unknown request error".
  told: { streamErrors: 'words-first' },
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
    'Open **Settings › AI Service Provider** and press the **+** beside the search field (it has no label: **Add Custom Provider**).',
    'Enter the **Provider ID** and a name, choose the **Request Format** `OpenAI`, paste URL and key, and press **Create**.',
    'Switch on **Use Client Request Mode**, so that your browser calls this computer and not LobeChat’s server.',
    'Under **Model List** press **Fetch models** and enable `{model}`.',
    'Under **Connectivity Check** choose `{model}` and press **Check**.',
    'Choose `{model}` under **Settings › Default Assistant**, and for each task under **Settings › System Assistant**: both stay at a model of OpenAI, so that new chats go there, and titles fail.',
  ],
  notes: [
    'A LobeChat without a database has **Settings › Language Model** in place of **AI Service Provider**: there put key and address under **OpenAI**, switch on **Use Client-Side Fetching Mode**, press **Get Model List** and choose `{model}`.',
    'A LobeChat in Docker on this computer can also call by itself, without **Use Client Request Mode**: then the URL is `{docker}`.',
  ],
  calls: {
    ...likeAProgram,
    origin: 'http://localhost:3210',
    preflightHeaders: ['authorization', 'content-type', ...Object.keys(stainless)],
    headers: stainless,
    extras: { user: 'self-test' },
    streamExtras: withUsage,
  },
};
