import type { RequestHandler } from 'express';
import ipaddr from 'ipaddr.js';
import { apiError } from '../errors/api-error.ts';

/** Where a request for one of these names comes from is beyond doubt: they cannot be rebound. */
const ownNames = new Set(['localhost', 'host.docker.internal', 'host.containers.internal']);

export interface HostRules {
  /** Names the person has added. */
  extraHosts: readonly string[];
  boundToNetwork: boolean;
}

/**
 * Refuses requests for names that are not this computer's, on every bind. A web page whose name was
 * rebound to 127.0.0.1 is same-origin to the browser; only its Host header gives it away.
 */
export function checkHost(rules: () => HostRules): RequestHandler {
  return (request, _response, next) => {
    const { host } = request.headers;
    if ((request.headersDistinct['host']?.length ?? 0) > 1) {
      // Of two names Node keeps one; a proxy in between may have gone by the other (RFC 9112, 3.2).
      next(apiError('malformed_request', 'A request has one Host header, not several.'));
    } else if (isAllowedHost(host, rules())) next();
    else {
      next(
        apiError(
          'host_not_allowed',
          `The host "${host ?? ''}" is not allowed. If you trust this name, add it to "Extra host names" in Hermes Tray, Settings › Server (server.extraHosts).`,
        ),
      );
    }
  };
}

/** Whether a `Host` header names this computer under the rules. */
export function isAllowedHost(header: string | undefined, rules: HostRules): boolean {
  const name = hostName(header);
  if (name === undefined) return false;
  if (ownNames.has(name) || name.endsWith('.localhost')) return true;
  if (rules.extraHosts.some((extra) => hostName(extra) === name)) return true;
  if (!isIpAddress(name)) return false;
  return rules.boundToNetwork || ipaddr.process(name).range() === 'loopback';
}

/** The name in a `Host` header, lower case, without port, brackets and final dot. */
function hostName(header: string | undefined): string | undefined {
  const match = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::\d*)?$/i.exec(header ?? '');
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '');
}

function isIpAddress(name: string): boolean {
  // ipaddr.js reads "1" and "0x7f.1" as addresses too; browsers rewrite those, so they are never sent.
  return ipaddr.IPv6.isValid(name) || ipaddr.IPv4.isValidFourPartDecimal(name);
}
