import type { ConnectableClient } from '../client.ts';
import { likeAProgram } from '../calls.ts';
import { exportKey, setKey } from '../texts.ts';

export const codex: ConnectableClient = {
  id: 'codex',
  name: 'Codex CLI',
  kind: 'program',
  signs: { userAgent: /^codex/i },
  // After 5 minutes without an event. A turn that a person broke off leaves a mark in its history.
  repeatsUnsaid: 'always',
  told: { silence: 'event' },
  lightOpenings: [
    {
      place: 'user',
      words: /^Create a (brief |concise )?(handoff )?summary\b.{0,200}\bhand-?off/is,
      withTools: true,
    },
    {
      place: 'user',
      words: /^You are performing a CONTEXT CHECKPOINT COMPACTION/,
      withTools: true,
    },
    { place: 'user', words: /^Generate a concise, single-line task title/i },
    { place: 'system', words: /^Generate a thread title from the user prompt/i },
  ],
  about: 'OpenAI’s coding agent for the terminal.',
  group: 'Code',
  reach: 'program',
  guide: 'codex',
  fields: [
    { label: 'base_url', value: '{base}' },
    { label: 'env_key', value: 'HERMES_KEY', hint: 'The name of the variable, not the key.' },
    { label: 'HERMES_KEY', value: '{key}' },
    { label: 'wire_api', value: 'responses' },
    { label: 'model', value: '{model}' },
  ],
  steps: [
    'Add the provider to `~/.codex/config.toml`.',
    setKey,
    'Start `codex` in the folder of your project.',
  ],
  snippets: [
    {
      title: '~/.codex/config.toml',
      language: 'toml',
      text: `model = "{model}"
model_provider = "hermes"

[model_providers.hermes]
name = "Hermes Tray"
base_url = "{base}"
env_key = "HERMES_KEY"
wire_api = "responses"`,
    },
    exportKey,
  ],
  notes: [
    'Codex brings tools of its own, which it runs itself; those of Hermes run beside them, in Hermes’ workspace.',
    '“Model metadata for `{model}` not found” at the start does no harm: Codex knows the models of OpenAI only.',
    'Esc (or Ctrl-C where Codex was started with a task) stops the run in Hermes too, and every command in it.',
    'Where an answer breaks off after a command, send the same message again: it goes on from there, and the command does not run twice.',
  ],
  calls: {
    ...likeAProgram,
    api: 'responses',
    models: null,
    // What it sends beside the input; servers must not stumble over it.
    extras: { store: false, include: ['reasoning.encrypted_content'], text: {} },
    headers: { accept: 'text/event-stream' },
  },
};
