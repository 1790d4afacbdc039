import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const script = path.resolve(import.meta.dirname, '../../../scripts/release-notes.mjs');
let folder: string;
let changelog: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hermes-notes-'));
  changelog = path.join(folder, 'CHANGELOG.md');
  writeFileSync(
    changelog,
    [
      '# Changelog',
      '## Unreleased',
      '- Later',
      '## [1.10.0] - 2026-12-01',
      '### Added',
      '- Ten',
      '',
      '## 1.1.0',
      '',
      '## 1.0.0 (2026-11-20)',
      '- First',
      '',
    ].join('\n'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const notesOf = (...args: string[]) =>
  spawnSync(process.execPath, [script, ...args, changelog], { encoding: 'utf8' });

it.each([
  ['1.10.0', '### Added\n- Ten\n'],
  ['v1.10.0', '### Added\n- Ten\n'],
  ['1.0.0', '- First\n'],
  ['Unreleased', '- Later\n'],
])('prints the section of %s and nothing else', (version, notes) => {
  const { stdout, status } = notesOf(version);
  expect(stdout).toBe(notes);
  expect(status).toBe(0);
});

it.each(['1.1.0', '1.1', '2.0.0', 'v'])('fails for %s, of which there is no word', (version) => {
  const { stdout, stderr, status } = notesOf(version);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).not.toBe('');
});

it('reads the changelog of the project', () => {
  const { stdout, status } = spawnSync(process.execPath, [script, 'Unreleased'], {
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  expect(stdout).toContain('- ');
});
