import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { root } from '../../support/markdown.ts';

/** A registry on loopback, for npm itself: it has what this project has installed, and no more. */
export interface NpmRegistry {
  /** For `npm_config_registry`. */
  url: string;
  close(): Promise<void>;
}

type Manifest = { name: string; version: string };

/** Starts it on a free port. */
export async function startNpmRegistry(): Promise<NpmRegistry> {
  const folders = installedPackages();
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(request.url!.slice(1));
    const [, name = '', version] = /^(.+?)(?:\/-\/(.+)\.tgz)?$/.exec(asked)!;
    const versions = folders.get(name);
    if (!versions) return void response.writeHead(404).end();
    const folder = version === undefined ? undefined : versions.get(version);
    if (folder) return sendPacked(folder, response);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(packumentOf(name, versions, url)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Where each version of each package lies, by its name. The lock file knows them all. */
function installedPackages(): Map<string, Map<string, string>> {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const found = new Map<string, Map<string, string>>();
  for (const place of Object.keys(packages)) {
    const folder = path.join(root, place);
    // What only other systems need is not installed.
    if (place === '' || !existsSync(path.join(folder, 'package.json'))) continue;
    const { name, version } = manifestOf(folder);
    found.set(name, (found.get(name) ?? new Map<string, string>()).set(version, folder));
  }
  return found;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** What a registry tells of a package; the newest of the versions is the one that lies at the top. */
function packumentOf(name: string, versions: Map<string, string>, url: string): object {
  const top = path.join(root, 'node_modules', name);
  const entries = [...versions].map(([version, folder]): [string, object] => [
    version,
    { ...manifestOf(folder), dist: { tarball: `${url}/${name}/-/${version}.tgz` } },
  ]);
  const latest = existsSync(top) ? manifestOf(top).version : entries.at(-1)![0];
  return { name, 'dist-tags': { latest }, versions: Object.fromEntries(entries) };
}

/** The folder as npm packs it: one folder at the top, without what is installed within it. */
function sendPacked(folder: string, response: ServerResponse): void {
  const [above, name] = [path.dirname(folder), path.basename(folder)];
  const tar = spawn('tar', ['-czf', '-', '--exclude', `${name}/node_modules`, '-C', above, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  tar.stdout.pipe(response);
}
