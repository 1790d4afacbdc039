import { expect, test } from 'vitest';
import { isAllowedLink } from '../../../../src/main/desktop/window/external-links.ts';

test.each(['https://jan.ai/docs', 'https://github.com/a/b?c=d#e', 'https://openrouter.ai'])(
  '%s opens in the browser',
  (link) => expect(isAllowedLink(link)).toBe(true),
);

test.each([
  'http://jan.ai',
  'https://jan.ai.evil.example',
  'https://evil.example/jan.ai',
  'https://jan.ai@evil.example',
  'https://user@jan.ai',
  'https://jan.ai:8443',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'smb://jan.ai/share',
  'not a link',
  '',
])('%s does not', (link) => expect(isAllowedLink(link)).toBe(false));
