import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Confinement } from '../../confinement/confinement.ts';

/** A browser as Playwright is to start it. */
export interface BrowserProgram {
  /** Absolute path of the browser, or of a script that starts it inside the wall. */
  file: string;
  environment: Record<string, string>;
  /** Ends what was made for it; to be called when the browser has ended. */
  release(): Promise<void>;
}

/**
 * Puts the wall around a browser. Playwright starts a program with arguments of its own making, so
 * a script stands for it. It changes nothing of the person's: its profile lies in a `/tmp` of its own.
 * @throws {ConfinementRequiredError}
 */
export async function enclosedBrowser(
  executable: string,
  environment: Record<string, string>,
  { enclose, forget }: Pick<Confinement, 'enclose' | 'forget'>,
): Promise<BrowserProgram> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hermes-browser-'));
  const workspace = path.join(folder, 'empty');
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await mkdir(workspace);
    const enclosed = await enclose(
      { file: executable, args: [], cwd: workspace, environment },
      // Its pages get namespaces of their own. It reaches the web by our proxy, which is outside.
      { workspace, owner: browserOwner, userNamespaces: true, network: 'open' },
    );
    if (!enclosed.confined) {
      return { file: executable, environment, release: remove };
    }
    const words = [enclosed.file, ...enclosed.args].map(quoted).join(' ');
    const file = path.join(folder, path.basename(executable));
    await writeFile(file, `#!/bin/sh\nexec ${words} "$@"\n`);
    await chmod(file, 0o700);
    return {
      file,
      environment: enclosed.environment,
      async release() {
        await enclosed.release();
        await Promise.all([remove(), forget(browserOwner)]);
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** There is one browser for all conversations. */
const browserOwner = 'browser';

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
