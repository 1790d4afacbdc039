import { describe, expect, test } from 'vitest';
import { isRealKey } from '../../../../src/main/settings/secrets/real-key.ts';

describe('isRealKey', () => {
  // Placeholders from the guides of Ollama, LM Studio, vLLM, llama.cpp, LiteLLM, LocalAI and their clients.
  test.each([
    '',
    'x',
    'none',
    'None',
    'null',
    'ollama',
    'EMPTY',
    'lm-studio',
    'not-needed',
    'not-needed-for-local',
    'sk-no-key-required',
    'sk-no-key-needed-here',
    'no_api_key_required',
    'YourApiKeyGoesHere',
    'your-openai-api-key-here',
    '<your-api-key-here>',
    'OPENAI_API_KEY_PLACEHOLDER',
    'dummy-key-for-local-server',
    'anything-you-want-here',
    'placeholder-placeholder',
    'sk-xxxxxxxxxxxxxxxxxxxxxxxx',
    'sk-1234567890123456',
    'sk-000000000000000000',
    'aaaaaaaaaaaaaaaaaaaa',
    'ababababababababab',
    '****************',
    'koboldcpp-local-server',
    'sk-1234',
    'testkey',
    'short-but-real1',
  ])('%j is none', (value) => {
    expect(isRealKey(value)).toBe(false);
  });

  test.each([
    'sk-a3-0123456789abcdef',
    'sk-proj-Zq3v9T1xYb7Lk2Mn8Wc4',
    'hms_5f4dcc3b5aa765d61d8327deb882cf99',
    'AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY',
    'gsk_v8Qw2nR5tY7uI9oP3aS6dF',
    '9f86d081884c7d65',
    'correct-horse-battery-staple',
    'test-Zq3v9T1xYb7Lk2Mn',
    'Übermäßig-Geheim-42!',
    'eyJhbGciOiJIUzI1NiJ9.e30.abcdef',
  ])('%j is one', (value) => {
    expect(isRealKey(value)).toBe(true);
  });
});
