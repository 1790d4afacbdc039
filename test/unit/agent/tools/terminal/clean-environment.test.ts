import { describe, expect, test } from 'vitest';
import { cleanEnvironment } from '../../../../../src/main/agent/tools/terminal/clean-environment.ts';
import { secretVariables } from '../../../../../src/main/settings/given/environment.ts';

/** What this program reads from the environment, and no secret in force. */
const namesOnly = { variables: secretVariables, secrets: [] };

describe('cleanEnvironment', () => {
  test('removes our own keys, whatever their case, and keeps the rest', () => {
    const clean = cleanEnvironment(
      {
        PATH: '/bin',
        LANG: 'C',
        API_SERVER_KEY: 'a',
        HTTP_SERVER_KEY: 'b',
        OPENAI_API_KEY: 'c',
        openai_api_key: 'c',
        HERMES_API_KEY: 'd',
        HERMES_PROVIDER_KEY_2: 'e',
        HERMES_DATABASE_URL: 'libsql://x?authToken=1',
        HERMES_MCP_SERVERS: '{}',
        HERMES_WORKSPACE: '/w',
        GITHUB_TOKEN: 'of the user',
      },
      namesOnly,
    );
    expect(Object.keys(clean).filter((name) => /KEY|URL|MCP/i.test(name))).toEqual([]);
    expect(clean).toMatchObject({ PATH: '/bin', LANG: 'C', HERMES_WORKSPACE: '/w' });
    expect(clean['GITHUB_TOKEN']).toBe('of the user');
  });

  test('removes every variable that holds a known secret, under any name', () => {
    const clean = cleanEnvironment(
      { MINE: 'sk-secret-1', URL: 'http://u:sk-secret-1@host', A: '1', B: 'x' },
      { ...namesOnly, secrets: ['sk-secret-1', '1', ''] },
    );
    expect(clean).not.toHaveProperty('MINE');
    expect(clean).not.toHaveProperty('URL');
    expect(clean).toMatchObject({ A: '1', B: 'x' });
  });

  test('removes what steers our own runtime', () => {
    const clean = cleanEnvironment(
      { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--inspect' },
      namesOnly,
    );
    expect(clean).not.toHaveProperty('ELECTRON_RUN_AS_NODE');
    expect(clean).not.toHaveProperty('NODE_OPTIONS');
  });

  test('makes pagers and prompts stand aside', () => {
    expect(cleanEnvironment({ PAGER: 'less' }, namesOnly)).toMatchObject({
      PAGER: 'cat',
      GIT_TERMINAL_PROMPT: '0',
    });
  });

  test('takes an AppImage out of the search paths', () => {
    const clean = cleanEnvironment(
      {
        APPDIR: '/tmp/.mount_x',
        APPIMAGE: '/home/a/App.AppImage',
        PATH: '/tmp/.mount_x/usr/bin:/usr/bin:/bin',
        LD_LIBRARY_PATH: '/tmp/.mount_x/usr/lib',
      },
      namesOnly,
    );
    expect(clean['PATH']).toBe('/usr/bin:/bin');
    expect(clean).not.toHaveProperty('LD_LIBRARY_PATH');
    expect(clean).not.toHaveProperty('APPIMAGE');
  });
});
