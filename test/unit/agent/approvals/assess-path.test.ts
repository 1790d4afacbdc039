import { describe, expect, it } from 'vitest';
import { assessPathFor } from '../../../../src/main/agent/approvals/assess-path.ts';

const places = {
  workspace: '/home/ada/Hermes',
  home: '/home/ada',
  dataDir: '/home/ada/.config/hermes-tray',
};

function rules(file: string, access: 'read' | 'write'): string[] {
  return assessPathFor('read_file', file, access, places).map(
    ({ level, rule }) => `${level} ${rule.split(':')[0]}`,
  );
}

describe('assessPath', () => {
  it.each([
    '/home/ada/Hermes/a.ts',
    '/home/ada/Hermes',
    '/home/ada/Hermes/.gitignore',
    '/dev/null',
    '/dev/stdout',
    '/tmp/x',
    '/var/tmp/a/b',
  ])('lets %s be written', (file) => expect(rules(file, 'write')).toEqual([]));

  it.each([
    '/etc/hosts',
    '/home/ada/notes.txt',
    '/usr/share/ca-certificates/x.pem',
    '/home/ada/.ssh/id_rsa.pub',
    '/home/ada/Hermes/.env.example',
    '/home/ada/Hermes/src/secret-garden.ts',
  ])('lets %s be read', (file) => expect(rules(file, 'read')).toEqual([]));

  it.each(['/etc/hosts', '/home/ada/Hermes2/a', '/home/ada', '/srv/x'])(
    'asks before writing %s, outside the workspace',
    (file) => expect(rules(file, 'write')).toEqual(['approval write-outside']),
  );

  it.each([
    '/home/ada/.ssh/id_ed25519',
    '/home/ada/.ssh',
    '/home/ada/Hermes/.env',
    '/home/ada/Hermes/app/.env.production',
    '/home/ada/.aws/credentials',
    '/home/ada/.netrc',
    '/home/ada/.npmrc',
    '/home/ada/.gnupg/private-keys-v1.d/x.key',
    '/home/ada/.kube/config',
    '/home/ada/.docker/config.json',
    '/home/ada/.config/gh/hosts.yml',
    '/home/ada/.config/google-chrome/Default/Cookies',
    '/home/ada/.mozilla/firefox/abc.default/key4.db',
    '/Users/ada/Library/Keychains/login.keychain-db',
    '/Users/ada/Library/Application Support/Google/Chrome/Default/Login Data',
    'C:\\Users\\ada\\AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Login Data',
    '/etc/shadow',
    '/proc/1/environ',
    '/home/ada/Hermes/server.pem',
    '/home/ada/passwords.kdbx',
  ])('asks before reading %s, which may hold keys', (file) =>
    expect(rules(file, 'read')).toEqual(['approval credentials']),
  );

  it.each([
    '/home/ada/.bashrc',
    '/home/ada/.config/autostart/x.desktop',
    '/etc/cron.d/x',
    '/home/ada/.config/systemd/user/x.service',
    '/home/ada/Library/LaunchAgents/x.plist',
  ])('asks before writing %s, which runs by itself later', (file) =>
    expect(rules(file, 'write')).toContain('approval startup'),
  );

  it('asks before writing a git hook, in the workspace too', () => {
    expect(rules('/home/ada/Hermes/.git/hooks/pre-commit', 'write')).toEqual(['approval startup']);
    expect(rules('/home/ada/Hermes/.git/hooks/pre-commit', 'read')).toEqual([]);
  });

  it.each(['/dev/sda', '/dev/nvme0n1p1', '/dev/mapper/root', '\\\\.\\PhysicalDrive0'])(
    'never lets the disk %s be written',
    (file) => expect(rules(file, 'write')).toEqual(['hardline device']),
  );

  it.each(['config.json', 'secrets.json', 'hermes.db', 'logs/hermes.log'])(
    'never lets our own %s be read or written',
    (name) => {
      for (const access of ['read', 'write'] as const) {
        expect(rules(`${places.dataDir}/${name}`, access)).toEqual(['hardline own-data']);
      }
    },
  );

  it('leaves open what the agent keeps in the data folder for itself', () => {
    expect(rules(`${places.dataDir}/skills/x/SKILL.md`, 'read')).toEqual([]);
    expect(rules(`${places.dataDir}/MEMORY.md`, 'read')).toEqual([]);
  });

  it('keeps our own data closed when the workspace is the home or the data folder', () => {
    const own = `${places.dataDir}/config.json`;
    for (const workspace of [places.home, places.dataDir]) {
      expect(assessPathFor('read_file', own, 'read', { ...places, workspace })[0]?.level).toBe(
        'hardline',
      );
    }
    const inside = { ...places, workspace: `${places.dataDir}/workspace` };
    expect(assessPathFor('write_file', `${inside.workspace}/a`, 'write', inside)).toEqual([]);
  });
});
