import { isInside } from '../../system/files/paths.ts';
import type { Risk } from '../tool.ts';
import {
  controlsPower,
  isBlockDevice,
  isCredential,
  isOfOtherProcess,
  isOwnSecret,
  isSecretPlace,
  isSink,
  isStartup,
  isTemporary,
  privateFolderOf,
} from '../places/file-kinds.ts';
import type { Folders } from '../places/folders.ts';
import type { PlaceTable } from '../places/place-table.ts';
import { risk, rules, type RuleName } from './rules.ts';

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
export function assessPath(file: string, access: 'read' | 'write', folders: Folders): PathRisk[] {
  const what = `${access}s ${file}`;
  if (access === 'write' && isBlockDevice(file)) {
    return [{ rule: 'device', reason: `writes to the device ${file}`, what }];
  }
  if (access === 'write' && controlsPower(file)) {
    return [{ rule: 'shutdown', reason: 'shuts the machine down or restarts it', what }];
  }
  if (isSink(file)) return [];
  if (isOwnSecret(file, folders)) {
    const reason = `${access}s Hermes Tray's own keys, settings, or records (${file})`;
    return [{ rule: 'own-data', reason, what }];
  }
  const risks: PathRisk[] = [];
  if (isCredential(file) || isSecretPlace(file, folders.home)) {
    const reason = `touches ${file}, which may hold keys or passwords`;
    risks.push({ rule: 'credentials', reason, what });
  }
  if (access === 'read') return risks;
  if (isStartup(file, folders.workspace)) {
    risks.push({ rule: 'startup', reason: `writes ${file}, which is run by itself later`, what });
  }
  if (isInside(folders.workspace, file)) return risks;
  const folder = privateFolderOf(file);
  const isOurs =
    folder !== undefined && [folders.workspace, folders.home].some((own) => isInside(folder, own));
  if (folder !== undefined && !isOurs) {
    const reason = `writes into ${folder}, the private folder of another program`;
    risks.push({ rule: 'private-folder', reason, what });
  } else if (isOurs || !isTemporary(file) || isInside(folders.home, file)) {
    risks.push({ rule: 'write-outside', reason: `writes outside the workspace (${file})`, what });
  }
  return risks;
}

/**
 * The same as risks of a tool's call. With a wall its table decides, as it does for programs: what they
 * could not do leaves the wall.
 * @param by who reads or writes, as the key of "always allow" names it
 * @param file absolute, as programs see it, links already followed
 * @param table what the wall shows where
 */
export function assessPathFor(
  by: string,
  file: string,
  access: 'read' | 'write',
  folders: Folders,
  table?: PlaceTable,
): Risk[] {
  const found = table
    ? assessPlace(file, access, folders, table)
    : assessPath(file, access, folders);
  return found.map(({ rule, reason, what }) => ({
    ...risk(rule, `${by} (${what})`, reason),
    ...(table ? { leavesWall: true as const } : {}),
  }));
}

function assessPlace(
  file: string,
  access: 'read' | 'write',
  folders: Folders,
  table: PlaceTable,
): PathRisk[] {
  const inAnyCase = assessPath(file, access, folders).filter(({ rule }) => isHardline(rule));
  if (inAnyCase.length > 0 || isSink(file)) return inAnyCase;
  const what = `${access}s ${file}`;
  const place = table.find(file);
  if (isOfOtherProcess(file)) {
    return [{ rule: 'other-programs', reason: `${what}, which tells of another program`, what }];
  }
  // Of the data folder, what is open to the agent by tools of its own.
  const isShown = place.access !== 'none' || (access === 'read' && isInside(folders.dataDir, file));
  if (!isShown) return [{ rule: 'credentials', reason: `${what}: ${place.why}`, what }];
  if (access === 'read') return [];
  if (!table.isLetIn(file) && isStartup(file, folders.workspace)) {
    return [{ rule: 'startup', reason: `writes ${file}, which is run by itself later`, what }];
  }
  if (place.access === 'write') return [];
  const reason = `writes outside the workspace (${file})`;
  return [{ rule: 'write-outside', reason, what }];
}

function isHardline(rule: RuleName): boolean {
  return rules[rule].level === 'hardline';
}
