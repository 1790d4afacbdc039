import { describe, expect, it } from 'vitest';
import { obstaclesOf, type Situation } from '../../../../src/renderer/pages/connect/obstacles.ts';
import { clientById } from '../../../../src/shared/clients.ts';
import { settingsSchema } from '../../../../src/shared/settings.ts';
import { idleState } from '../../desktop/desktop-state.ts';

function situation(
  change: Partial<Omit<Situation, 'settings'>> & { allowedOrigins?: string[] } = {},
): Situation {
  const { allowedOrigins = [], ...rest } = change;
  return {
    server: idleState().server,
    settings: { ...settingsSchema.parse({}).server, allowedOrigins },
    keySet: true,
    platform: 'darwin',
    ...rest,
  };
}

function titles(client: string, now: Situation): string[] {
  return obstaclesOf(clientById(client), now).map((obstacle) => obstacle.title);
}

describe('what stands between a client and the server', () => {
  it('is nothing when the server runs with a key and no list of origins', () => {
    for (const client of ['chatbox', 'jan', 'lobechat', 'open-webui', 'curl']) {
      expect(titles(client, situation())).toEqual([]);
    }
  });

  it('is a server that is off', () => {
    const { server } = situation();
    expect(titles('curl', situation({ server: { ...server, state: 'stopped' } }))).toEqual([
      'The server is off',
    ]);
  });

  it('is an origin that is always the same and not allowed; one click allows it', () => {
    for (const change of [{ keySet: false }, { allowedOrigins: ['https://example.com'] }]) {
      expect(obstaclesOf(clientById('jan'), situation(change))).toMatchObject([
        { title: 'Jan would be refused', fix: { action: 'allow', origin: 'tauri://localhost' } },
      ]);
    }
    expect(titles('jan', situation({ allowedOrigins: ['TAURI://localhost'] }))).toEqual([]);
    expect(titles('jan', situation({ allowedOrigins: ['*'], keySet: false }))).toEqual([]);
  });

  it('is another origin on Windows', () => {
    expect(
      obstaclesOf(clientById('jan'), situation({ keySet: false, platform: 'win32' })),
    ).toMatchObject([{ fix: { origin: 'http://tauri.localhost' } }]);
  });

  it('is, for a page whose address we do not know, that only listed pages may call', () => {
    expect(titles('lobechat', situation({ keySet: false }))).toEqual([
      'Only listed web pages may call',
    ]);
    expect(titles('chatbox', situation({ keySet: false }))).toEqual([]);
  });

  it('is, for a container on Linux, a server that listens on this computer only', () => {
    const title = 'On Linux a container does not reach this computer by itself';
    expect(titles('open-webui', situation({ platform: 'linux' }))).toEqual([title]);
    expect(titles('open-webui', situation({ platform: 'win32' }))).toEqual([]);
    const { server } = situation();
    const open = situation({ platform: 'linux', server: { ...server, host: '0.0.0.0' } });
    expect(titles('open-webui', open)).toEqual([]);
    expect(titles('curl', situation({ platform: 'linux' }))).toEqual([]);
  });
});
