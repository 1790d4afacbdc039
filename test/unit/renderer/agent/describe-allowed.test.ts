import { expect, test } from 'vitest';
import { describeAllowed } from '../../../../src/renderer/pages/agent/describe-allowed.ts';

test('an entry says what it covers, and why that was asked', () => {
  expect(describeAllowed('git-force-push: git push -f origin main')).toBe(
    'git push -f origin main — git force push',
  );
  expect(describeAllowed('credentials: cat .env (reads /home/ada/app/.env)')).toBe(
    'cat .env (reads /home/ada/app/.env) — credentials',
  );
});

test('a tool of an MCP server, and an entry of Windows, cover what they say', () => {
  expect(describeAllowed('mcp:files/delete_file')).toBe(
    'delete_file of the MCP server files, whatever its arguments',
  );
  expect(describeAllowed('delete:Remove-Item -Recurse build', 'win32')).toBe(
    'Remove-Item -Recurse build — delete',
  );
});

test('an entry of an earlier version says that it covers nothing any more', () => {
  expect(describeAllowed('credentials:/home/ada/app/.env')).toMatch(/covers nothing any more$/);
});
