import type { ClientField, ClientSnippet } from './client.ts';

/** What every library asks for. */
export const libraryFields: readonly ClientField[] = [
  { label: 'Base URL', value: '{base}' },
  { label: 'API key', value: '{key}' },
  { label: 'Model', value: '{model}' },
];

/** The step before code or a program is started in a terminal. */
export const setKey = 'Put the key into the variable `HERMES_KEY` of the terminal you start from.';

/** The command of {@link setKey}. */
export const exportKey: ClientSnippet = {
  title: 'Terminal',
  language: 'sh',
  text: "export HERMES_KEY='{key}'",
};

/** For what runs in a container. */
export const linuxDocker =
  'Docker without Docker Desktop (Linux): a container does not reach a server that listens on `127.0.0.1` only. Give the container the host’s network (`--network=host`) and use `{base}`, or open the server to the network under **Server › Reachable from** (the key is then needed) and add `--add-host=host.docker.internal:host-gateway`.';
