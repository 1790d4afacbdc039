import type { ProviderId, SecretName } from './settings.ts';

/** A model service that is chosen with one click. */
export interface ProviderPreset {
  id: ProviderId;
  /** For people, in the windows and in messages. */
  name: string;
  /** Empty where the person gives it, or where there is none. */
  baseUrl: string;
  about: string;
  /** Runs on this computer, and needs no key as a rule. */
  local: boolean;
  /** Asked by the Responses API unless it refuses; left out: by chat completions. */
  api?: 'responses';
  /** Where a key is to be had; undefined where none is needed. */
  keyAt?: string;
}

/** All model services, those on this computer first. */
export const providerPresets: readonly ProviderPreset[] = [
  {
    id: 'demo',
    name: 'Demo',
    baseUrl: '',
    about: 'Built in. Answers by fixed rules, to try the connection and the tools.',
    local: true,
  },
  {
    id: 'ollama',
    name: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434/v1',
    about: 'Models on this computer.',
    local: true,
  },
  {
    id: 'lmstudio',
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    about: 'Models on this computer.',
    local: true,
  },
  {
    id: 'llamacpp',
    name: 'llama.cpp',
    baseUrl: 'http://127.0.0.1:8080/v1',
    about: 'Models on this computer.',
    local: true,
  },
  {
    id: 'jan',
    name: 'Jan',
    baseUrl: 'http://127.0.0.1:1337/v1',
    about: 'Models on this computer.',
    local: true,
  },
  {
    id: 'openai',
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    about: 'GPT models by OpenAI.',
    local: false,
    api: 'responses',
    keyAt: 'https://platform.openai.com/api-keys',
  },
  {
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    about: 'Hundreds of models behind one key.',
    local: false,
    keyAt: 'https://openrouter.ai/keys',
  },
  {
    id: 'nous',
    name: 'Nous Portal',
    baseUrl: 'https://inference-api.nousresearch.com/v1',
    about: 'Hermes models by Nous Research.',
    local: false,
    keyAt: 'https://portal.nousresearch.com',
  },
  {
    id: 'custom',
    name: 'Custom',
    baseUrl: '',
    about: 'Any other service that is compatible with OpenAI.',
    local: false,
  },
];

/** The name of the secret that holds a provider's key. The demo asks nobody, and has none. */
export function providerKeyName(id: ProviderId): SecretName | undefined {
  return id === 'demo' ? undefined : `${id}Key`;
}

/** The preset of a provider. */
export function providerPreset(id: ProviderId): ProviderPreset {
  return providerPresets.find((preset) => preset.id === id)!;
}
