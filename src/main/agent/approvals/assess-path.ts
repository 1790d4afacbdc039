import { isInside } from '../../system/files/paths.ts';
import type { Risk } from '../tool.ts';
import {
  controlsPower,
  isBlockDevice,
  isCredential,
  isOwnSecret,
  isSink,
  isStartup,
  type Places,
} from './places.ts';

/**
 * What is dangerous about reading or writing one path. Nothing: an empty list.
 * @param absoluteRealPath absolute, links already followed (of the nearest parent that exists), so
 *   that a link in the workspace does not lead out of it unseen
 */
export function assessPath(
  absoluteRealPath: string,
  access: 'read' | 'write',
  places: Places,
): Risk[] {
  const file = absoluteRealPath;
  if (access === 'write' && isBlockDevice(file)) {
    return [{ level: 'hardline', reason: `writes to the device ${file}`, rule: `device:${file}` }];
  }
  if (access === 'write' && controlsPower(file)) {
    const reason = 'shuts the machine down or restarts it';
    return [{ level: 'hardline', reason, rule: `shutdown:${file}` }];
  }
  if (isSink(file)) return [];
  if (isOwnSecret(file, places)) {
    return [
      {
        level: 'hardline',
        reason: `${access}s Hermes Tray's own keys, settings, or records (${file})`,
        rule: `own-data:${file}`,
      },
    ];
  }
  const risks: Risk[] = [];
  if (isCredential(file)) {
    risks.push({
      level: 'approval',
      reason: `touches ${file}, which may hold keys or passwords`,
      rule: `credentials:${file}`,
    });
  }
  if (access === 'write' && isStartup(file)) {
    risks.push({
      level: 'approval',
      reason: `writes ${file}, which is run by itself later`,
      rule: `startup:${file}`,
    });
  }
  if (access === 'write' && !isInside(places.workspace, file)) {
    risks.push({
      level: 'approval',
      reason: `writes outside the workspace (${file})`,
      rule: `write-outside:${file}`,
    });
  }
  return risks;
}
