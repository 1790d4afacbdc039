import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ Notification: class {} }));
const { notificationText } =
  await import('../../../../src/main/desktop/approvals/announce-approvals.ts');

it('a notification on Linux shows markup as text', () => {
  expect(notificationText('echo <b>x</b> && ls', 'linux')).toBe(
    'echo &lt;b&gt;x&lt;/b&gt; &amp;&amp; ls',
  );
  expect(notificationText('a < b', 'darwin')).toBe('a < b');
});

it('a notification marks what hides, and is cut before the system cuts it', () => {
  expect(notificationText('rm \u202ex', 'linux')).toBe('rm ⟨U+202E⟩x');
  expect(notificationText('x'.repeat(500), 'linux')).toHaveLength(241);
});
