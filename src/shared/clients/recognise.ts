import { clientById, knownClients } from '../clients.ts';
import { unnamed } from './plain-http/unnamed.ts';
import type { Client, ClientSigns } from './client.ts';

/** As Node's `http` gives them: names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Which client sent these headers: by what it says to us (`X-Hermes-Client`), else by headers that tell
 * it, else by its User-Agent or its page. Of a client that nobody knows, what holds for any.
 *
 * All of this can be made up. It may change how something is told to a client, never what it may do:
 * no check of access, approval or limit may ask for it.
 */
export function recogniseClient(headers: RequestHeaders): Client {
  const named = first(headers['x-hermes-client']);
  const said = named && knownClients.find(({ id }) => id === named.trim().toLowerCase());
  if (said) return said;
  const title = first(headers['x-title']) ?? '';
  const agent = first(headers['user-agent']) ?? '';
  const pages = ['origin', 'referer', 'http-referer'].map((name) => first(headers[name]) ?? '');
  const names = Object.keys(headers);
  const signs: ((signs: ClientSigns) => boolean | undefined)[] = [
    (sign) => sign.headers?.some((header) => names.some((name) => fits(name, header))),
    (sign) => title !== '' && sign.title?.test(title),
    ({ userAgent, page }) =>
      (agent !== '' && userAgent?.test(agent)) ||
      (page && pages.some((address) => address !== '' && page.test(address))),
  ];
  for (const shows of signs) {
    const found = knownClients.find((client) => shows(client.signs));
    if (found) return found;
  }
  const silent = title === '' && agent === '' && pages.every((page) => page === '');
  return silent ? unnamed : clientById('other');
}

function fits(name: string, sign: string): boolean {
  return sign.endsWith('*') ? name.startsWith(sign.slice(0, -1)) : name === sign;
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
