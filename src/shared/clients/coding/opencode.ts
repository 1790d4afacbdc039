import type { ConnectableClient } from '../client.ts';
import { likeAProgram } from '../calls.ts';
import { exportKey, setKey } from '../texts.ts';

export const opencode: ConnectableClient = {
  id: 'opencode',
  name: 'opencode',
  kind: 'program',
  signs: { userAgent: /^opencode\// },
  lightOpenings: [
    { place: 'system', words: /^You are a title generator\. You output ONLY a thread title/i },
    { place: 'system', words: /^You are a context summarization agent/i, withTools: true },
    { place: 'user', words: /^Generate a title for this conversation:/i },
  ],
  about: 'Open-source coding agent for the terminal.',
  group: 'Code',
  reach: 'program',
  guide: 'opencode',
  fields: [
    { label: 'npm', value: '@ai-sdk/openai-compatible' },
    { label: 'options.baseURL', value: '{base}' },
    { label: 'options.apiKey', value: '{key}' },
    { label: 'models', value: '{model}' },
  ],
  steps: [
    'Add the provider to `~/.config/opencode/opencode.json`, or to an `opencode.json` in your project.',
    setKey,
    'Start `opencode`, enter `/models` and choose **Hermes**.',
  ],
  snippets: [
    {
      title: 'opencode.json',
      language: 'json',
      text: `{
  "$schema": "https://opencode.ai/config.json",
  "provider": {
    "hermes": {
      "npm": "@ai-sdk/openai-compatible",
      "name": "Hermes Tray",
      "options": { "baseURL": "{base}", "apiKey": "{env:HERMES_KEY}" },
      "models": { "{model}": { "name": "Hermes" } }
    }
  }
}`,
    },
    exportKey,
  ],
  notes: [
    'opencode brings tools of its own, which it runs itself; those of Hermes run beside them, in Hermes’ workspace.',
    'Esc twice (or Ctrl-C where opencode was started with a task) stops the run in Hermes too, and every command in it.',
    'Where an answer breaks off after a command, send the same message again: what the command gave is known, and it does not run twice.',
  ],
  calls: likeAProgram,
};
