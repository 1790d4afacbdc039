import { isInside } from '../../system/files/paths.ts';
import type { Risk } from '../tool.ts';
import {
  controlsPower,
  isBlockDevice,
  isCredential,
  isOwnSecret,
  isSink,
  isStartup,
  isTemporary,
  privateFolderOf,
  type Places,
} from './places.ts';
import { risk, type RuleName } from './rules.ts';

/** What is dangerous about reading or writing a path: the rule, why, and what becomes of the path. */
export interface PathRisk {
  rule: RuleName;
  reason: string;
  what: string;
}

/**
 * What is dangerous about reading or writing one path. Nothing: an empty list.
 * @param file absolute, links already followed (of the nearest parent that exists), so that a link
 *   in the workspace does not lead out of it unseen
 */
export function assessPath(file: string, access: 'read' | 'write', places: Places): PathRisk[] {
  const what = `${access}s ${file}`;
  if (access === 'write' && isBlockDevice(file)) {
    return [{ rule: 'device', reason: `writes to the device ${file}`, what }];
  }
  if (access === 'write' && controlsPower(file)) {
    return [{ rule: 'shutdown', reason: 'shuts the machine down or restarts it', what }];
  }
  if (isSink(file)) return [];
  if (isOwnSecret(file, places)) {
    const reason = `${access}s Hermes Tray's own keys, settings, or records (${file})`;
    return [{ rule: 'own-data', reason, what }];
  }
  const risks: PathRisk[] = [];
  if (isCredential(file)) {
    const reason = `touches ${file}, which may hold keys or passwords`;
    risks.push({ rule: 'credentials', reason, what });
  }
  if (access === 'read') return risks;
  if (isStartup(file)) {
    risks.push({ rule: 'startup', reason: `writes ${file}, which is run by itself later`, what });
  }
  if (isInside(places.workspace, file)) return risks;
  const folder = privateFolderOf(file);
  const isOurs =
    folder !== undefined && [places.workspace, places.home].some((own) => isInside(folder, own));
  if (folder !== undefined && !isOurs) {
    const reason = `writes into ${folder}, the private folder of another program`;
    risks.push({ rule: 'private-folder', reason, what });
  } else if (isOurs || !isTemporary(file) || isInside(places.home, file)) {
    risks.push({ rule: 'write-outside', reason: `writes outside the workspace (${file})`, what });
  }
  return risks;
}

/**
 * The same as risks of a tool's call.
 * @param by who reads or writes, as the key of "always allow" names it
 */
export function assessPathFor(
  by: string,
  file: string,
  access: 'read' | 'write',
  places: Places,
): Risk[] {
  return assessPath(file, access, places).map(({ rule, reason, what }) =>
    risk(rule, `${by} (${what})`, reason),
  );
}
