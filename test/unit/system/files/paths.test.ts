import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { displayPath, resolvePath } from '../../../../src/main/system/files/paths.ts';

describe('resolvePath', () => {
  const base = { workspace: '/work/space', home: '/home/ada' };
  test.each([
    ['notes.txt', '/work/space/notes.txt'],
    ['../other', '/work/other'],
    ['/etc/hosts', '/etc/hosts'],
    ['~', '/home/ada'],
    ['~/x/../y', '/home/ada/y'],
    ['~ada/x', '/work/space/~ada/x'],
    ['.', '/work/space'],
  ])('takes %s for %s', (given, expected) => {
    expect(resolvePath(given, base)).toBe(path.resolve(expected));
  });
});

test('displayPath is relative within the workspace only', () => {
  expect(displayPath('/w/src/a.ts', '/w')).toBe(path.join('src', 'a.ts'));
  expect(displayPath('/w', '/w')).toBe('.');
  expect(displayPath('/x/a.ts', '/w')).toBe('/x/a.ts');
});
