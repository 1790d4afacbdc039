import type { Client } from './client.ts';

const linuxDocker =
  'Docker without Docker Desktop (Linux): a container does not reach a server that listens on `127.0.0.1` only. Give the container the host’s network (`--network=host`) and use `{base}`, or open the server to the network under **Server › Reachable from** (the key is then needed) and add `--add-host=host.docker.internal:host-gateway`.';

/** Chat servers that call from their own side, mostly out of a container. */
export const selfHosted = [
  {
    id: 'open-webui',
    name: 'Open WebUI',
    about: 'Self-hosted chat for one person or many.',
    group: 'Self-hosted',
    reach: 'container',
    guide: 'open-webui',
    fields: [
      { label: 'URL', value: '{docker}', hint: 'For an Open WebUI in Docker.' },
      { label: 'URL (without Docker)', value: '{base}' },
      { label: 'Key', value: '{key}' },
      { label: 'Model IDs', value: '{model}', hint: 'Leave empty to have the list fetched.' },
    ],
    steps: [
      'Click your picture, then **Admin Panel › Settings › Connections**.',
      'Under **OpenAI API** press **+** (Add Connection).',
      'Paste **URL** and **Key**; leave **Prefix ID** and **Model IDs** empty.',
      'Press **Verify Connection** (the arrows beside the URL), then **Save**.',
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
      'API Type **Responses (Experimental)** works too. Open WebUI then still sends the whole conversation each time.',
      linuxDocker,
    ],
  },
  {
    id: 'librechat',
    name: 'LibreChat',
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
        text: `version: 1.2.1
endpoints:
  custom:
    - name: Hermes Tray
      apiKey: '\${HERMES_KEY}'
      baseURL: {docker}
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
    notes: [linuxDocker],
  },
  {
    id: 'anythingllm',
    name: 'AnythingLLM',
    about: 'Chat with your documents; desktop app or Docker.',
    group: 'Self-hosted',
    reach: 'program',
    guide: 'anythingllm',
    fields: [
      { label: 'LLM Provider', value: 'Generic OpenAI' },
      { label: 'Base URL', value: '{base}', hint: 'In Docker: {docker}' },
      { label: 'API Key', value: '{key}' },
      { label: 'Chat Model Name', value: '{model}' },
      { label: 'Token context window', value: '{contextWindow}' },
    ],
    steps: [
      'Open **Settings › AI Providers › LLM**.',
      'Choose the provider **Generic OpenAI**.',
      'Paste the values, and press **Save changes**.',
      'Open a workspace and ask something.',
    ],
    notes: [
      'AnythingLLM does not ask for a list of models: the name must be typed.',
      'In Docker the base URL is `{docker}`.',
      linuxDocker,
    ],
  },
  {
    id: 'chat-ui',
    name: 'HF Chat-UI',
    about: 'The code behind HuggingChat, run by yourself.',
    group: 'Self-hosted',
    reach: 'program',
    guide: 'chat-ui',
    fields: [
      { label: 'OPENAI_BASE_URL', value: '{base}', hint: 'In Docker: {docker}' },
      { label: 'OPENAI_API_KEY', value: '{key}' },
    ],
    steps: [
      'Put the variables into `.env.local` in Chat-UI’s folder.',
      'Start it: `npm install && npm run dev`.',
      'Open the address it prints, choose `{model}`, and chat.',
    ],
    snippets: [
      {
        title: '.env.local',
        language: 'env',
        text: `OPENAI_BASE_URL={base}
OPENAI_API_KEY={key}
MONGODB_URL=mongodb://localhost:27017`,
      },
    ],
    notes: [
      'Current versions know models only by `OPENAI_BASE_URL` and its `/models`; the older `MODELS` variable is gone.',
      'Chat-UI keeps its conversations in MongoDB; `docker run -d -p 27017:27017 mongo` starts one.',
      linuxDocker,
    ],
  },
] as const satisfies readonly Client[];
