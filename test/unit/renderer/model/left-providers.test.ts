import { beforeEach, expect, test } from 'vitest';
import {
  recallProvider,
  rememberProvider,
} from '../../../../src/renderer/pages/model/left-providers.ts';

const stored = new Map<string, string>();
const memory = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
};
beforeEach(() => stored.clear());

test('a provider that was never chosen has the address of its preset; a custom one has none', () => {
  expect(recallProvider(memory, 'lmstudio')).toEqual({
    baseUrl: 'http://127.0.0.1:1234/v1',
    model: '',
  });
  expect(recallProvider(memory, 'custom')).toEqual({ baseUrl: '', model: '' });
});

test('each provider finds its own address and model again', () => {
  const custom = { baseUrl: 'https://models.example/v1', model: 'large' };
  const ollama = { baseUrl: 'http://192.168.1.5:11434/v1', model: 'qwen3' };
  rememberProvider(memory, 'custom', custom);
  rememberProvider(memory, 'ollama', ollama);
  expect(recallProvider(memory, 'custom')).toEqual(custom);
  expect(recallProvider(memory, 'ollama')).toEqual(ollama);
  expect(recallProvider(memory, 'openai')).toMatchObject({ model: '' });
});

test.each(['{', '[]', '"x"', '{"ollama":7}', '{"ollama":{"baseUrl":1,"model":"a"}}'])(
  'a memory that reads %s is as good as none',
  (text) => {
    stored.set('model.left', text);
    expect(recallProvider(memory, 'ollama').baseUrl).toBe('http://127.0.0.1:11434/v1');
  },
);
