import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Outcome, Place, StartedClient, Task } from '../libraries/client.ts';
import { startDriver } from '../libraries/driver.ts';
import { installNpm } from '../libraries/installed.ts';

const execute = promisify(execFile);

/** The last one on npm; it is the whole app, as TypeScript. */
const release = '1.143.3';

/** What its runtime imports, in the versions that its manifests ask for; tsx reads its TypeScript. */
const packages = [
  'openai@^4.104.0',
  '@google/genai@^1.24.0',
  'dayjs@^1.11.18',
  'debug@^4.4.1',
  'immer@^10.1.3',
  'lodash-es@^4.17.21',
  'mime@^4.1.0',
  'nanoid@^5.1.5',
  'numeral@^2.0.6',
  'pure-rand@^7.0.1',
  'query-string@^9.2.2',
  'ua-parser-js@^1.0.40',
  'url-join@^5.0.0',
  'uuid@^11.1.0',
  'zod@^3.25.76',
  'tsx@^4.20.5',
];

/** Its workspace's own names for its parts. */
const parts = ['types', 'utils', 'const', 'prompts', 'model-runtime'];
const paths = {
  ...Object.fromEntries(
    parts.flatMap((part) => [
      [`@lobechat/${part}`, [`./lobechat/packages/${part}/src/index.ts`]],
      [`@lobechat/${part}/*`, [`./lobechat/packages/${part}/src/*`]],
    ]),
  ),
  'model-bank': ['./lobechat/packages/model-bank/src/index.ts'],
  'model-bank/*': ['./lobechat/packages/model-bank/src/aiModels/*'],
  ...Object.fromEntries(
    ['const', 'utils', 'types'].map((part) => [
      `@/${part}/*`,
      [`./lobechat/packages/${part}/src/*`, `./lobechat/src/${part}/*`],
    ]),
  ),
  '@/*': ['./lobechat/src/*'],
};

const drivers = path.resolve(import.meta.dirname, '../../../clients');

/** What LobeChat is asked to do besides. */
export interface LobeChatTask extends Task {
  /** A picture in the first message, as a data URL. */
  picture?: string;
  /** A conversation that wants a title. */
  titleOf?: { role: string; content: string }[];
  /** Whether the list of models is asked for; it is the outcome's object. */
  models?: boolean;
}

/** LobeChat's own runtime (its page is a program that takes an hour to build), ready to be asked. */
export async function startLobechat(
  place: Place,
): Promise<StartedClient & { ask(task: LobeChatTask, stop?: AbortSignal): Promise<Outcome> }> {
  const installed = await installNpm(packages);
  const { folder, env } = installed;
  const app = path.join(folder, 'lobechat');
  if (!existsSync(app)) {
    const name = `@lobehub/chat@${release}`;
    const packed = await execute('npm', ['pack', '--silent', name], {
      cwd: folder,
      env: { ...process.env, ...env },
    });
    // It keeps its name only once it is whole.
    await mkdir(`${app}-unpacked`, { recursive: true });
    const archive = path.join(folder, packed.stdout.trim());
    await execute('tar', ['xzf', archive, '-C', `${app}-unpacked`, '--strip-components=1']);
    await rename(`${app}-unpacked`, app);
  }
  const options = { module: 'esnext', moduleResolution: 'bundler', target: 'es2022', paths };
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...options, jsx: 'react-jsx' } }),
  );
  const script = path.join(folder, 'lobechat.mjs');
  await copyFile(path.join(drivers, 'libraries/drivers/job.mjs'), path.join(folder, 'job.mjs'));
  await copyFile(path.join(drivers, 'apps/drivers/lobechat.mjs'), script);
  const version = `@lobehub/chat ${release}`;
  const withPaths = { ...env, TSX_TSCONFIG_PATH: path.join(folder, 'tsconfig.json') };
  const tsx = pathToFileURL(path.join(folder, 'node_modules/tsx/dist/loader.mjs')).href;
  return startDriver({ version, folder, env: withPaths }, ['node', '--import', tsx, script], place);
}
