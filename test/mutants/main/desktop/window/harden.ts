import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: window': [
    {
      promise: 'a window does not navigate away',
      find: "contents.on('will-navigate', (event) => refuse(event, 'navigate', event.url));",
      replace: '',
      also: [
        {
          file: 'src/main/desktop/window/harden.ts',
          find: "contents.on('will-frame-navigate', (event) => refuse(event, 'navigate a frame', event.url));",
          replace: '',
        },
      ],
      test: 'test/e2e/window-security.test.ts',
      name: 'the window goes nowhere else',
    },
    {
      promise: 'a window opens no other',
      find: "return { action: 'deny' };",
      replace: "return { action: 'allow' };",
      test: 'test/e2e/window-security.test.ts',
      name: 'the window goes nowhere else',
    },
    {
      promise: 'no permission is granted',
      find: 'session.setPermissionCheckHandler(() => false);',
      replace: 'session.setPermissionCheckHandler(() => true);',
      also: [
        {
          file: 'src/main/desktop/window/harden.ts',
          find: '(_contents, _permission, answer) => answer(false)',
          replace: '(_contents, _permission, answer) => answer(true)',
        },
      ],
      test: 'test/e2e/window-security.test.ts',
      name: 'no permission is granted',
    },
  ],
};
