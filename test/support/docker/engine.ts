import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { ContainerConfig } from './container.ts';
import { runContainer, type Image } from './images.ts';

/** A container that a command has started. */
export interface Container {
  config: ContainerConfig;
  /** What the person sees of its program; empty until `finished`. */
  seen: string;
  /** What stopped it. */
  error?: Error;
  finished: Promise<void>;
}

/** As much of the Docker Engine API as `docker run` needs, on loopback. */
export interface DockerEngine {
  /** For `DOCKER_HOST`. */
  url: string;
  containers: Container[];
  close(): Promise<void>;
}

/** What `docker run` asks for; only what the pages use may differ from Docker's defaults. */
const creation = z.object({
  Image: z.string(),
  Env: z.array(z.string().regex(/^\w+=/)).nullish(),
  HostConfig: z.object({
    NetworkMode: z.enum(['default', 'bridge', 'host']),
    ExtraHosts: z.array(z.string()).nullish(),
    PortBindings: z.record(z.string(), z.array(z.object({ HostPort: z.string() }))).nullish(),
    Binds: z.array(z.string()).nullish(),
    RestartPolicy: z.object({ Name: z.enum(['', 'no', 'always', 'unless-stopped', 'on-failure']) }),
  }),
});

/** Splits `name:rest` at the first colon or equals sign. */
function pairsOf(texts: string[] | null | undefined, mark: ':' | '='): [string, string][] {
  return (texts ?? []).map((text) => {
    const at = text.indexOf(mark);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

function configOf(body: unknown): ContainerConfig {
  const { Image: image, Env, HostConfig } = creation.parse(body);
  const bindings = Object.entries(HostConfig.PortBindings ?? {});
  return {
    image,
    env: Object.fromEntries(pairsOf(Env, '=')),
    network: HostConfig.NetworkMode === 'host' ? 'host' : 'bridge',
    extraHosts: Object.fromEntries(pairsOf(HostConfig.ExtraHosts, ':')),
    ports: bindings.flatMap(([inside, to]) =>
      to.map(({ HostPort }): [number, number] => [Number(HostPort), Number.parseInt(inside, 10)]),
    ),
    mounts: pairsOf(HostConfig.Binds, ':'),
  };
}

/**
 * Starts it on a free port. A container that is started does at once what its image's program does.
 * @param images all there are, by name
 */
export async function startDockerEngine(images: Record<string, Image>): Promise<DockerEngine> {
  const containers: Container[] = [];
  const starts: (() => void)[] = [];
  const attached = new Map<number, Duplex>();

  const create = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const config = configOf(await json(request));
    const image = images[config.image];
    if (!image) return answer(response, 404, { message: `No such image: ${config.image}` });
    const started = new Promise<void>((resolve) => starts.push(resolve));
    const container: Container = { config, seen: '', finished: Promise.resolve() };
    container.finished = started
      .then(() => runContainer(config, image))
      .then(
        (seen) => void (container.seen = seen),
        (error: Error) => void (container.error = error),
      );
    containers.push(container);
    answer(response, 201, { Id: idOf(containers.length - 1), Warnings: [] });
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url!, 'http://engine');
    const [, id = '', verb = ''] = /\/containers\/([0-9a-f]+)\/(\w+)$/.exec(pathname) ?? [];
    const index = Number.parseInt(id, 16);
    const container = containers[index];
    response.setHeader('Api-Version', '1.50');
    if (pathname.endsWith('/_ping')) response.end('OK');
    else if (pathname.endsWith('/containers/create')) await create(request, response);
    else if (container && verb === 'start') {
      starts[index]!();
      response.writeHead(204).end();
      await container.finished;
      attached.get(index)?.end(frameOf(container));
    } else if (container && verb === 'wait') {
      response.flushHeaders();
      await container.finished;
      response.end(JSON.stringify({ StatusCode: container.error ? 1 : 0 }));
    } else answer(response, 404, { message: `There is no ${request.method} ${pathname} here` });
  };

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      answer(response, 400, { message: String(error) });
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const [, id = ''] = /\/containers\/([0-9a-f]+)\/attach/.exec(request.url!) ?? [];
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    attached.set(Number.parseInt(id, 16), socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    containers,
    close: () => closed(server),
  };
}

const idOf = (index: number): string => index.toString(16).padStart(64, '0');

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** What the container has written, as an attached `docker run` reads it: stream, length, text. */
function frameOf({ seen, error }: Container): Buffer {
  const text = Buffer.from(`${error?.message ?? seen}\n`);
  const head = Buffer.from([error ? 2 : 1, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(text.length, 4);
  return Buffer.concat([head, text]);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
