import type { ProviderId } from '../../../shared/settings.ts';

/** A model service that is chosen with one click. */
export interface Preset {
  id: ProviderId;
  name: string;
  /** Empty where the person gives it, or where there is none. */
  baseUrl: string;
  about: string;
  /** Where a key is to be had; undefined where none is needed. */
  keyAt?: string;
}

/** All services, those on this computer first. */
export const presets: readonly Preset[] = [
  {
    id: 'demo',
    name: 'Demo',
    baseUrl: '',
    about: 'Built in. Answers by fixed rules, to try the connection and the tools.',
  },
  {
    id: 'ollama',
    name: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434/v1',
    about: 'Models on this computer.',
  },
  {
    id: 'lmstudio',
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    about: 'Models on this computer.',
  },
  {
    id: 'llamacpp',
    name: 'llama.cpp',
    baseUrl: 'http://127.0.0.1:8080/v1',
    about: 'Models on this computer.',
  },
  {
    id: 'jan',
    name: 'Jan',
    baseUrl: 'http://127.0.0.1:1337/v1',
    about: 'Models on this computer.',
  },
  {
    id: 'openai',
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    about: 'GPT models by OpenAI.',
    keyAt: 'https://platform.openai.com/api-keys',
  },
  {
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    about: 'Hundreds of models behind one key.',
    keyAt: 'https://openrouter.ai/keys',
  },
  {
    id: 'nous',
    name: 'Nous Portal',
    baseUrl: 'https://inference-api.nousresearch.com/v1',
    about: 'Hermes models by Nous Research.',
    keyAt: 'https://portal.nousresearch.com',
  },
  {
    id: 'custom',
    name: 'Custom',
    baseUrl: '',
    about: 'Any other service that is compatible with OpenAI.',
  },
];

/** The preset of a provider. */
export function presetOf(id: ProviderId): Preset {
  return presets.find((preset) => preset.id === id)!;
}
