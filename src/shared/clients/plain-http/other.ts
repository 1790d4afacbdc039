import type { ConnectableClient } from '../client.ts';
import { likeAProgram } from '../calls.ts';

export const other: ConnectableClient = {
  id: 'other',
  name: 'Another client',
  kind: 'library',
  signs: {},
  // Programs whose requests carry no name.
  lightOpenings: [
    {
      place: 'system',
      words: /^You are a (specialized )?context summariz(er|ation (assistant|agent))/i,
      withTools: true,
    },
    {
      place: 'system',
      words: /^You are the component that summarizes internal chat history/i,
      withTools: true,
    },
    { place: 'user', words: /^Generate a short kebab-case name \(\d+-\d+ words\) that captures/i },
  ],
  about: 'Anything that speaks to OpenAI or to an OpenAI-compatible service.',
  group: 'Code',
  reach: 'program',
  guide: 'other',
  fields: [
    { label: 'Base URL', value: '{base}', hint: 'Some clients add /v1: then {origin}' },
    { label: 'Base URL, from Docker', value: '{docker}' },
    { label: 'API key', value: '{key}' },
    { label: 'Model', value: '{model}' },
  ],
  steps: [
    'Look for a provider called “OpenAI-compatible”, “custom” or “generic OpenAI”.',
    'Paste the base URL and the key.',
    'Fetch the list of models, or type `{model}`.',
  ],
  notes: [
    'Either form of the address works: `/v1`, doubled `/v1/v1` and a missing `/v1` lead to the same place.',
    'The key goes into `Authorization: Bearer …` or `x-api-key: …`.',
  ],
  calls: likeAProgram,
};
