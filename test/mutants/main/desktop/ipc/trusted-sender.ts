import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: window': [
    {
      promise: 'a frame within our page may not call',
      find: '!senderFrame || senderFrame !== sender.mainFrame',
      replace: '!senderFrame',
      test: 'test/unit/desktop/ipc/handle-calls.test.ts',
      name: 'a frame within our page',
    },
    {
      promise: 'a frame that has gone may not call',
      find: 'if (!senderFrame || senderFrame !== sender.mainFrame) return false;',
      replace: `if (!senderFrame) return true;
  if (senderFrame !== sender.mainFrame) return false;`,
      test: 'test/unit/desktop/ipc/handle-calls.test.ts',
      name: 'a frame that has gone',
    },
    {
      promise: 'a page whose address only begins like ours may not call',
      find: 'senderFrame.url.startsWith(`${appOrigin}/`)',
      replace: 'senderFrame.url.startsWith(appOrigin)',
      test: 'test/unit/desktop/ipc/handle-calls.test.ts',
      name: 'a page whose address only begins like ours',
    },
    {
      promise: 'a page that is not ours is refused, with the same preload',
      find: 'return senderFrame.url.startsWith(`${appOrigin}/`);',
      replace: 'return true;',
      test: 'test/e2e/window-security.test.ts',
      name: 'a page that is not ours is refused',
    },
  ],
};
