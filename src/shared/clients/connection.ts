/** What a client must be told, before it is put in that client's form. */
export interface Connection {
  /** As the server gives it, with `/v1`: `http://127.0.0.1:8642/v1`. */
  baseUrl: string;
  /** The model id that clients see. */
  model: string;
  /** Tokens the model can read. */
  contextWindow: number;
}

/** The name under which a Docker container reaches the computer it runs on. */
export const dockerHost = 'host.docker.internal';

/** Stands for the key in texts that must be complete; the person puts the key there. */
export const keyPlaceholder = 'YOUR_KEY';

/** The forms of an address that clients ask for. */
export interface Addresses {
  /** With `/v1`. */
  base: string;
  /** Without a path. */
  origin: string;
  /** With `/v1`, as a container on this computer reaches it. */
  docker: string;
  port: string;
}

/**
 * The forms of a server's address.
 * @throws {TypeError} when `baseUrl` is not a URL
 */
export function addressesOf(baseUrl: string): Addresses {
  const url = new URL(baseUrl);
  // URL leaves out the port that its scheme implies.
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return {
    base: `${url.origin}/v1`,
    origin: url.origin,
    docker: `${url.protocol}//${dockerHost}:${port}/v1`,
    port,
  };
}

/**
 * A template with its places filled: `{base}`, `{origin}`, `{docker}`, `{port}`, `{model}`,
 * `{contextWindow}` and `{key}`. Other braces stay as they are.
 * @param key what stands for the key; a placeholder unless given
 */
export function fillIn(template: string, connection: Connection, key = keyPlaceholder): string {
  const values: Record<string, string> = {
    ...addressesOf(connection.baseUrl),
    model: connection.model,
    contextWindow: String(connection.contextWindow),
    key,
  };
  return template.replaceAll(
    /\{(base|origin|docker|port|model|contextWindow|key)\}/g,
    (_place, name: string) => values[name]!,
  );
}
