import { readFileSync } from 'node:fs';

/** Home folders of the accounts of people and of root, but for one. */
export function homesOfOthers(home: string): string[] {
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  const homes = accounts.flatMap((line) => {
    const [, , uid, , , folder] = line.split(':');
    const isPerson = uid === '0' || (Number(uid) >= 1000 && Number(uid) < 65_534);
    return isPerson && folder && folder !== '/' ? [folder] : [];
  });
  return [...new Set(homes)].filter((folder) => folder !== home);
}
