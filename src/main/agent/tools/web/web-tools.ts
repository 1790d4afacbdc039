import type { ProgramEnvironment } from '../../../system/environment/user-environment.ts';
import type { SecretName, Settings } from '../../../../shared/settings.ts';
import type { Logger } from '../../../log/logger.ts';
import type { Confinement } from '../../confinement/confinement.ts';
import { createAddressGuard } from '../../network/address-guard.ts';
import { createGuardedFetch } from '../../network/guarded-fetch.ts';
import type { Tool } from '../../tool.ts';
import { createBrowsers } from '../browser/browsers.ts';
import { createBrowserTools } from '../browser/browser-tools.ts';
import { createWebExtractTool } from './web-extract.ts';
import { createWebSearchTool } from './web-search.ts';

export interface WebToolParts {
  /** Folder of the built worker files. */
  workers: string;
  /** Read at each use, so a change applies at once. */
  settings: () => Settings['agent'];
  secret: (name: SecretName) => string | undefined;
  /** The environment of the browser, our own keys already taken out. */
  environment: ProgramEnvironment;
  confinement: Pick<Confinement, 'enclose' | 'forget'>;
  logger: Logger;
}

/** The tools that reach the web, and what ends their connections and the browser. */
export interface WebTools {
  /** Those that can be used now: `web_search` only while a service is set up. */
  tools(): Tool[];
  close(): Promise<void>;
}

/** Makes the web and browser tools, once for a host. Nothing is loaded or started before its first use. */
export function createWebTools(parts: WebToolParts): WebTools {
  const { workers, settings, secret, environment, logger } = parts;
  const guard = createAddressGuard(() => settings().allowPrivateAddresses);
  const fetch = createGuardedFetch(guard);
  // The person chose the search service: their own SearXNG may run on their network.
  const searchFetch = createGuardedFetch(createAddressGuard(() => true));
  const browsers = createBrowsers({
    guard,
    environment,
    confinement: parts.confinement,
    logger: logger.child('browser'),
  });
  const fixed = [createWebExtractTool({ fetch, workers }), ...createBrowserTools(browsers)];
  return {
    tools() {
      const search = createWebSearchTool({ settings: settings(), secret, fetch: searchFetch });
      return [...(search ? [search] : []), ...fixed];
    },
    async close() {
      await Promise.all([fetch.close(), searchFetch.close(), browsers.close()]);
    },
  };
}
