import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { OutgoingFile } from './channel.ts';

/** What is never sent, whoever names it: keys, and what programs keep them in. */
const secretNames =
  /^(\.env(\..*)?|\.netrc|\.npmrc|\.pypirc|\.pgpass|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|kdbx))$/i;
const secretFolders = /^\.(ssh|gnupg|aws|kube|docker|git)$/i;

/**
 * A file that an answer names, as it may be sent: regular, and in these folders by its real path.
 * @param folders real paths; the first is where a relative path starts
 * @returns the file, or why it may not be sent, for people
 */
export async function sendableFile(
  named: string,
  folders: readonly string[],
): Promise<OutgoingFile | string> {
  const [workspace = ''] = folders;
  let real: string;
  try {
    real = await realpath(path.resolve(workspace, named));
  } catch {
    return 'there is no such file';
  }
  if (!folders.some((folder) => real.startsWith(folder + path.sep))) {
    return 'only files of the workspace can be sent';
  }
  const names = real.split(path.sep);
  if (secretNames.test(names.at(-1)!) || names.some((name) => secretFolders.test(name))) {
    return 'this looks like a place of keys, and is not sent';
  }
  const found = await stat(real);
  if (!found.isFile()) return 'it is no regular file';
  if (found.size === 0) return 'it is empty';
  return { path: real, name: path.basename(named) };
}
