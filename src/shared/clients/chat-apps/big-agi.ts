import type { ConnectableClient } from '../client.ts';
import { likeAProgram, withUsage } from '../calls.ts';

export const bigAgi: ConnectableClient = {
  id: 'big-agi',
  name: 'big-AGI',
  kind: 'program',
  signs: { title: /big-agi/i, userAgent: /big-agi/i, page: /big-agi/i },
  lightOpenings: [
    {
      place: 'system',
      words: /^You are an AI conversation titles assistant/i,
    },
    {
      place: 'system',
      words: /^You are an AI assistant skilled in content analysis and task inference/i,
      withTools: true,
    },
    {
      place: 'system',
      words:
        /^You are (a helpful|an expert) AI assistant skilled in creating (diagrams|user interfaces)\. Analyze the conversation/i,
      withTools: true,
    },
  ],
  about: 'Chat in the browser for many models side by side.',
  group: 'Chat apps',
  reach: 'browser',
  guide: 'big-agi',
  fields: [
    { label: 'API Endpoint', value: '{origin}', hint: 'Without /v1, which big-AGI adds.' },
    {
      label: 'API Key',
      value: '{key}',
      hint: 'Last: it is sent at once, to OpenAI without the endpoint.',
    },
  ],
  steps: [
    'Open **Models** and add a service of the type **OpenAI**.',
    'Press **Advanced**, and paste the **API Endpoint** first.',
    'Switch on **Direct Connection**, so that your browser calls this computer and not big-AGI’s server.',
    'Only now paste the **API Key**: as soon as it stands there, big-AGI asks for the list of models with it.',
    'Choose `{model}`. If it is not there, press **Models** (beside the arrows).',
  ],
  notes: [
    'The endpoint must begin with `http://`: without a scheme big-AGI takes https.',
    'A big-AGI that runs on this computer can call by itself and needs no **Direct Connection**.',
  ],
  calls: {
    ...likeAProgram,
    origin: 'http://localhost:3000',
    preflightHeaders: ['authorization', 'content-type'],
    streamExtras: withUsage,
  },
};
