import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: window': [
    {
      promise: 'files outside of the pages are not served',
      find: 'return file.startsWith(`${resolve(root)}${sep}`) ? file : undefined;',
      replace: 'return file;',
      test: 'test/unit/desktop/window/app-protocol.test.ts',
      name: 'hermes-tray://app/..%2f..%2fetc%2fpasswd',
    },
    {
      promise: 'inline and foreign scripts do not run',
      find: '"script-src \'self\'",',
      replace: "\"script-src 'self' 'unsafe-inline' 'unsafe-eval' data:\",",
      also: [
        {
          file: 'src/main/desktop/window/app-protocol.ts',
          find: `  "require-trusted-types-for 'script'",
`,
          replace: '',
        },
        {
          file: 'src/main/desktop/window/app-protocol.ts',
          find: `  "trusted-types 'none'",
`,
          replace: '',
        },
        {
          file: 'src/renderer/index.html',
          find: "script-src 'self';",
          replace: "script-src 'self' 'unsafe-inline' 'unsafe-eval' data:;",
        },
      ],
      test: 'test/e2e/window-security.test.ts',
      name: 'inline scripts, generated code and foreign scripts do not run',
    },
  ],
};
