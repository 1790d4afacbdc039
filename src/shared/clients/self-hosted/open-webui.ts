import type { ConnectableClient } from '../client.ts';
import { likeAContainer } from '../calls.ts';
import { linuxDocker } from '../texts.ts';

export const openWebui: ConnectableClient = {
  id: 'open-webui',
  name: 'Open WebUI',
  kind: 'program',
  signs: {
    headers: ['x-openwebui-*'],
    title: /open-?\s?webui/i,
    userAgent: /open-?webui/i,
    page: /open-?webui/i,
  },
  // Its retrieval template begins like the first, but is streamed.
  lightOpenings: [
    { place: 'user', words: /^### Task:\s/, streamed: false },
    {
      place: 'user',
      words: /^Create a concise, 3-5 word (phrase as a header|title with an emoji)/i,
      streamed: false,
    },
    {
      place: 'user',
      words: /^Your task is to reflect the speaker's likely facial expression/i,
      streamed: false,
    },
    {
      place: 'user',
      words: /^You have been provided with a set of responses from various models/i,
    },
    { place: 'system', words: /^Available Tools: /, streamed: false },
  ],
  // It draws such calls well and runs none whose output stands beside it; an output that is a string
  // breaks its page, and the chat that it has stored.
  told: { serverCalls: 'always', callOutput: 'parts' },
  about: 'Self-hosted chat for one person or many.',
  group: 'Self-hosted',
  reach: 'container',
  guide: 'open-webui',
  fields: [
    { label: 'URL', value: '{docker}', hint: 'For an Open WebUI in Docker.' },
    { label: 'URL (without Docker)', value: '{base}' },
    { label: 'API Key', value: '{key}' },
    {
      label: 'Headers',
      value:
        '{"X-Hermes-Client": "open-webui", "X-Hermes-Session-Id": "{{CHAT_ID}}", "X-Hermes-Task": "{{TASK}}"}',
      hint: 'Under Advanced. They name the chat, and what is a title and not a question.',
    },
  ],
  steps: [
    'Click your picture, then **Settings**; choose **Connections**, which stands under **Admin**.',
    'Switch off `https://api.openai.com/v1`, or delete it (the gear beside it), unless you have a key for it: looking for its models holds up the list.',
    'Press **+** (Add Connection). Paste **URL** and **API Key**; under **Advanced** paste the **Headers**, and leave **Prefix ID** and **Model IDs** empty.',
    'Press **Verify Connection** (the arrows beside the URL): it must say “Server connection verified”.',
    'Press **Chat Completions** beside **API Type** once, so that it says **Responses**, then **Save**.',
    'Under **Models** press the pencil of `{model}`. Switch off **Builtin Tools** (under **Capabilities**); if others are to see the model, open **Access**. Then **Save & Update**.',
    'Start a chat and choose `{model}`.',
  ],
  snippets: [
    {
      title: 'Docker',
      language: 'sh',
      text: `docker run -d -p 3000:8080 \\
  --add-host=host.docker.internal:host-gateway \\
  -e OPENAI_API_BASE_URL={docker} \\
  -e OPENAI_API_KEY={key} \\
  -v open-webui:/app/backend/data \\
  --name open-webui --restart always \\
  ghcr.io/open-webui/open-webui:main`,
    },
    {
      title: 'docker-compose.yml',
      language: 'yaml',
      text: `services:
  open-webui:
    image: ghcr.io/open-webui/open-webui:main
    ports:
      - '3000:8080'
    extra_hosts:
      - host.docker.internal:host-gateway
    environment:
      OPENAI_API_BASE_URL: {docker}
      OPENAI_API_KEY: {key}
    volumes:
      - open-webui:/app/backend/data
    restart: always
volumes:
  open-webui:`,
    },
    {
      title: 'Linux without Docker Desktop',
      language: 'sh',
      text: `docker run -d --network=host \\
  -e PORT=3000 \\
  -e OPENAI_API_BASE_URL={base} \\
  -e OPENAI_API_KEY={key} \\
  -v open-webui:/app/backend/data \\
  --name open-webui --restart always \\
  ghcr.io/open-webui/open-webui:main`,
    },
  ],
  notes: [
    'The variables count at the first start only; later the settings of the Admin Panel do.',
    'Titles, tags and follow-up questions are requests of their own. They are answered without tools.',
    '**Builtin Tools** are some twenty to forty tools of Open WebUI’s own that go with every question: a second memory, notes, searches. They make each request longer, and the model takes them for those of Hermes.',
    'A new model is private: only administrators see it until you open **Access**.',
    'A **Direct Connection** of a single person goes through that person’s browser, and cannot stop a run. Use the connection of the administrator.',
    linuxDocker,
  ],
  calls: likeAContainer,
};
