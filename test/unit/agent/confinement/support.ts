import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Confinement } from '../../../../src/main/agent/confinement/confinement.ts';
import { createConfinement } from '../../../../src/main/agent/confinement/create-confinement.ts';
import type { Tool, ToolContext } from '../../../../src/main/agent/tool.ts';
import { createProcessTool } from '../../../../src/main/agent/tools/terminal/process.ts';
import { ProcessRegistry } from '../../../../src/main/agent/tools/terminal/processes.ts';
import { createTerminalTool } from '../../../../src/main/agent/tools/terminal/terminal.ts';
import type { Resolve } from '../../../../src/main/agent/network/address-guard.ts';
import { LogBuffer } from '../../../../src/main/log/log-buffer.ts';
import { createLogger } from '../../../../src/main/log/logger.ts';
import { createRedactor } from '../../../../src/main/log/redactor.ts';
import { agentSettings, type Settings } from '../../../../src/shared/settings.ts';
import {
  call,
  contextFor,
  createFolders,
  createShells,
  judgeHere,
  type TestFolders,
} from '../tools/support.ts';

/** What a secret of the person holds in these tests: nothing that comes back may hold it. */
export const bait = 'BAIT-c0ffee-not-for-the-agent';

/** What a command answered. */
export interface Answer {
  output: string;
  exit_code: number;
  note?: string;
  error?: string;
  session_id?: string;
}

/** A home full of secrets, a workspace under version control, and the tools that run programs there. */
export interface WalledHome extends TestFolders {
  confinement: Confinement;
  terminal: Tool;
  process: Tool;
  context: ToolContext;
  /** Runs a command in the foreground. */
  run: (command: string, more?: Record<string, unknown>, context?: ToolContext) => Promise<Answer>;
}

type AgentSettings = Partial<Settings['agent']>;

/** Writes files below a folder, making what they lie in. */
export function write(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/**
 * @param settings as the person set them; may be changed by the test at any time
 * @param resolveName what names of hosts stand for
 */
export async function walledHome(
  settings: AgentSettings = {},
  resolveName?: Resolve,
): Promise<WalledHome> {
  const folders = await createFolders();
  const { home, dataDir, workspace } = folders;
  write(home, {
    '.ssh/id_ed25519': bait,
    '.aws/credentials': bait,
    '.netrc': bait,
    '.npmrc': `//registry.example/:_authToken=${bait}`,
    '.config/gcloud/credentials.db': bait,
    '.config/tool/settings.json': '{}',
    '.docker/config.json': bait,
    '.bashrc': '# the person wrote this',
    'notes.txt': 'to be read',
  });
  write(dataDir, { 'settings.json': bait, 'secrets.json': bait });
  execFileSync('git', ['init', '-q', workspace]);
  const inForce = (): Settings['agent'] => agentSettings.parse(settings);
  const environment = (): Record<string, string> =>
    ({ ...process.env, HOME: home }) as Record<string, string>;
  const confinement = createConfinement({
    platform: process.platform,
    home,
    dataDir,
    environment,
    settings: inForce,
    ...(resolveName ? { resolveName } : {}),
    logger: createLogger({
      level: 'error',
      source: 'test',
      redactor: createRedactor(),
      sinks: { buffer: new LogBuffer() },
    }),
  });
  const processes = new ProcessRegistry();
  onTestFinished(async () => {
    await processes.killAll();
    await confinement.close();
  });
  const terminal = createTerminalTool({
    processes,
    judge: judgeHere.command,
    shells: createShells(environment()),
    confinement,
  });
  const context = contextFor(workspace);
  return {
    ...folders,
    confinement,
    terminal: terminal as Tool,
    process: createProcessTool({ processes, judge: judgeHere.command }) as Tool,
    context,
    async run(command, more = {}, within = context) {
      const { output } = await call(terminal, { command, ...more }, within);
      return JSON.parse(output) as Answer;
    },
  };
}
