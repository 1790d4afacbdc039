import type { ConnectableClient } from '../client.ts';
import { likeAContainer } from '../calls.ts';
import { linuxDocker } from '../texts.ts';

export const librechat: ConnectableClient = {
  id: 'librechat',
  name: 'LibreChat',
  kind: 'program',
  signs: { title: /librechat/i, userAgent: /librechat/i, page: /librechat/i },
  lightOpenings: [
    {
      place: 'user',
      words:
        /^(Please )?(provide|generate) a concise, \d+-word-or-less title for the conversation/i,
    },
    { place: 'user', words: /^Please generate a concise title \(max \d+ characters\)/i },
    { place: 'user', words: /^Analyze this conversation and provide:/i, withTools: true },
    {
      place: 'user',
      words: /^Hold on, before you continue I need you to write me a checkpoint/i,
      withTools: true,
    },
    { place: 'system', words: /^Use the `set_memory` tool/i, withTools: true },
    { place: 'user', words: /^# Current Chat:/, withTools: true },
  ],
  about: 'Self-hosted chat with many providers.',
  group: 'Self-hosted',
  reach: 'container',
  guide: 'librechat',
  fields: [
    { label: 'baseURL', value: '{docker}', hint: 'For a LibreChat in Docker.' },
    { label: 'baseURL (without Docker)', value: '{base}' },
    { label: 'apiKey', value: '{key}' },
    { label: 'models.default', value: '{model}' },
  ],
  steps: [
    'Put the key into LibreChat’s `.env`.',
    'Add the endpoint to `librechat.yaml`.',
    'With Docker, mount `librechat.yaml` in `docker-compose.override.yml`.',
    'Start LibreChat again and choose **Hermes Tray** in the list of endpoints.',
  ],
  snippets: [
    { title: '.env', language: 'env', text: 'HERMES_KEY={key}' },
    {
      title: 'librechat.yaml',
      language: 'yaml',
      text: `version: 1.3.17
endpoints:
  custom:
    - name: Hermes Tray
      apiKey: '\${HERMES_KEY}'
      baseURL: {docker}
      headers:
        X-Hermes-Client: librechat
        X-Hermes-Session-Id: '{{LIBRECHAT_BODY_CONVERSATIONID}}'
        X-Hermes-User: '{{LIBRECHAT_USER_ID}}'
      models:
        default: ['{model}']
        fetch: true
      titleConvo: true
      titleModel: '{model}'
      modelDisplayLabel: Hermes`,
    },
    {
      title: 'docker-compose.override.yml',
      language: 'yaml',
      text: `services:
  api:
    extra_hosts:
      - host.docker.internal:host-gateway
    volumes:
      - type: bind
        source: ./librechat.yaml
        target: /app/librechat.yaml`,
    },
  ],
  notes: [
    'The headers name LibreChat and the chat, so that the agent knows in the next question what its tools found, and its shell stays where it was.',
    'Leave `titleMethod` away: with `functions` or `structured` LibreChat asks for one title up to seven times. Leave `useResponsesApi` away: in it nothing works better.',
    '`version` is that of the file’s format; LibreChat warns, and goes on, where its own is another.',
    'What the agent does stands under **Thoughts** above the answer. **Settings › Chat › Open Thinking Dropdowns by Default** keeps it open.',
    linuxDocker,
  ],
  calls: { ...likeAContainer, extras: { max_completion_tokens: 4096 } },
};
