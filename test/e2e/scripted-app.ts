import { startScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';
import type { TestAppOptions } from '../support/electron-app.ts';
import { readKey, serverUrl, test, useSharedApp, type SharedApp } from './fixtures.ts';

/** An app that asks a scripted model service, and what a client must know to ask the app. */
export interface ScriptedApp extends SharedApp {
  readonly upstream: ScriptedUpstream;
  /** Where the server listened when the app had started. */
  readonly url: string;
  readonly key: string;
}

/**
 * Starts one such app before the first test of the file and ends it after the last.
 * @param prepare what is to be there before the start; gives more variables. Without an
 *   `API_SERVER_PORT` of its own, the app takes a free port
 * @param more how it is started, beside
 */
export function useScriptedApp(
  prepare: (context: {
    dataDir: string;
  }) => Record<string, string> | Promise<Record<string, string>> = () => ({}),
  more: Pick<TestAppOptions, 'preload'> = {},
): ScriptedApp {
  let upstream: ScriptedUpstream;
  let url: string;
  let key: string;
  const shared = useSharedApp(async (context) => {
    upstream = await startScriptedUpstream();
    return {
      ...more,
      env: {
        API_SERVER_PORT: '0',
        OPENAI_BASE_URL: upstream.url,
        OPENAI_API_KEY: 'sk-upstream',
        HERMES_MODEL: 'scripted-model',
        ...(await prepare(context)),
      },
    };
  });
  test.beforeAll(async () => {
    url = await serverUrl(shared.page);
    key = await readKey(shared.page);
  });
  test.afterAll(() => upstream.close());
  return {
    get running() {
      return shared.running;
    },
    get page() {
      return shared.page;
    },
    get session() {
      return shared.session;
    },
    restart: (options) => shared.restart(options),
    get upstream() {
      return upstream;
    },
    get url() {
      return url;
    },
    get key() {
      return key;
    },
  };
}
