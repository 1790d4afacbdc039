import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import type { Protocol, Session } from 'electron';

/** A scheme of our own is a real origin, unlike `file://`. */
const appScheme = 'hermes-tray';
/** Where the windows' pages come from. */
export const appOrigin = `${appScheme}://app`;

/**
 * What the pages may do: their own scripts and styles, and nothing else. No remote origin, no inline
 * code, no frames, no connections; the bridge is the only way out.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Declares the scheme; must be called before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/**
 * Serves the built pages in `root` under the app's scheme.
 * @param devServer while developing: where the pages come from instead, with their own policy
 */
export function serveApp(session: Session, root: string, devServer?: string): void {
  if (devServer !== undefined) return proxyDevServer(session, devServer);
  session.protocol.handle(appScheme, async (request) => {
    const file = request.method === 'GET' ? pageFile(request.url, root) : undefined;
    if (file === undefined) return new Response('Not found', { status: 404 });
    try {
      return new Response(await readFile(file), {
        headers: {
          'Content-Type': types[extname(file)] ?? 'application/octet-stream',
          'Content-Security-Policy': contentSecurityPolicy,
          'X-Content-Type-Options': 'nosniff',
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Cross-Origin-Resource-Policy': 'same-origin',
          'Referrer-Policy': 'no-referrer',
        },
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return new Response('Not found', { status: 404 });
    }
  });
}

/** Same scheme, same bridge and same origin while developing; reloads on each change. */
function proxyDevServer(session: Session, devServer: string): void {
  session.protocol.handle(appScheme, async (request) => {
    const { pathname, search } = new URL(request.url);
    return fetch(new URL(`${pathname}${search}`, devServer), { method: request.method });
  });
}

/** The file that a URL names, or undefined when it is not one of ours or lies outside of `root`. */
export function pageFile(url: string, root: string): string | undefined {
  const { protocol, host, pathname } = new URL(url);
  if (`${protocol}//${host}` !== appOrigin) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined; // not a valid escape, so no file of ours
  }
  if (path.includes('\0') || path.includes('\\')) return undefined;
  const file = resolve(join(root, path));
  return file.startsWith(`${resolve(root)}${sep}`) ? file : undefined;
}
