import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/** Names of the programs on Linux, the most likely first. */
const linuxNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
];
const linuxFolders = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];

const macApplications = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'Chromium.app/Contents/MacOS/Chromium',
  'Brave Browser.app/Contents/MacOS/Brave Browser',
];

const windowsPrograms = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
  'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
];

/** Where a Chromium-based browser may be on this system, the most likely first; `CHROME_PATH` before all. */
export function browserCandidates(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
): string[] {
  const { CHROME_PATH: chosen } = environment;
  return [...(chosen ? [chosen] : []), ...usualPlaces(platform, environment)];
}

function usualPlaces(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  if (platform === 'darwin') {
    const { HOME: home = '' } = environment;
    return ['/Applications', path.posix.join(home, 'Applications')].flatMap((folder) =>
      macApplications.map((name) => path.posix.join(folder, name)),
    );
  }
  if (platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .flatMap((name) => environment[name] ?? [])
      .flatMap((folder) => windowsPrograms.map((program) => path.win32.join(folder, program)));
  }
  const folders = new Set([...(environment['PATH'] ?? '').split(':'), ...linuxFolders]);
  return linuxNames.flatMap((name) =>
    [...folders].filter((folder) => folder !== '').map((folder) => path.posix.join(folder, name)),
  );
}

/** The first installed browser; undefined when there is none. */
export async function findBrowser(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  for (const file of browserCandidates(platform, environment)) {
    try {
      await access(file, constants.X_OK);
      return file;
    } catch {
      // Not there, or not ours to run: the next one.
    }
  }
  return undefined;
}
