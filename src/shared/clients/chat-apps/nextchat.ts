import type { ConnectableClient } from '../client.ts';
import { likeAProgram } from '../calls.ts';
import { nextchatOpenings } from './nextchat-openings.ts';

export const nextchat: ConnectableClient = {
  id: 'nextchat',
  name: 'NextChat',
  kind: 'program',
  signs: { title: /nextchat/i, userAgent: /nextchat/i, page: /nextchat|chatgpt-next-web/i },
  lightOpenings: nextchatOpenings,
  // Of an error frame it shows nothing.
  told: { streamErrors: 'words-first' },
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
    'NextChat sends pictures only to models whose names it knows. For pictures, start your own NextChat with `VISION_MODELS={model}`.',
    'A page served over https may call `127.0.0.1` in Chrome, Edge and Firefox; Safari refuses.',
  ],
  calls: {
    ...likeAProgram,
    // It adds v1/… to whatever was typed, so a base URL with /v1 becomes this.
    root: '/v1/v1',
    models: '/v1/v1/models',
    origin: 'http://localhost:3000',
    preflightHeaders: ['accept', 'authorization', 'content-type', 'x-requested-with'],
    headers: { accept: 'application/json', 'x-requested-with': 'XMLHttpRequest' },
  },
};
