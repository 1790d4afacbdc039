import { expect, test } from 'vitest';
import {
  contentSecurityPolicy,
  pageFile,
} from '../../../../src/main/desktop/window/app-protocol.ts';

const root = '/opt/app/renderer';

test('files of the pages are found', () => {
  expect(pageFile('hermes-tray://app/index.html', root)).toBe(`${root}/index.html`);
  expect(pageFile('hermes-tray://app/assets/a%20b.js?x#y', root)).toBe(`${root}/assets/a b.js`);
});

test.each([
  'hermes-tray://other/index.html',
  'https://app/index.html',
  'hermes-tray://app/..%2f..%2fetc%2fpasswd',
  'hermes-tray://app/..%5c..%5cetc%5cpasswd',
  'hermes-tray://app/assets/%00',
  'hermes-tray://app/%ff',
  'hermes-tray://app/',
])('%s is not one of them', (url) => expect(pageFile(url, root)).toBeUndefined());

test('the policy allows nothing inline, nothing generated and nothing from elsewhere', () => {
  expect(contentSecurityPolicy).not.toMatch(/unsafe|http|\*|blob/);
  expect(contentSecurityPolicy).toContain("default-src 'none'");
  expect(contentSecurityPolicy).toContain("frame-ancestors 'none'");
});
