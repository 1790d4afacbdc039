import type { MutantTable } from '../mutant.ts';

const calls = 'src/main/desktop/ipc/handle-calls.ts';
const sender = 'src/main/desktop/ipc/trusted-sender.ts';
const handling = 'test/unit/desktop/ipc/handle-calls.test.ts';
const harden = 'src/main/desktop/window/harden.ts';
const protocol = 'src/main/desktop/window/app-protocol.ts';
const security = 'test/e2e/window-security.test.ts';

/** quality.md, "Attacks": a renderer that sends unknown IPC or bad input, or wants to go elsewhere. */
export const windowAttacksMutants: MutantTable = {
  section: 'Attacks: window',
  mutants: [
    {
      promise: 'a page that is not ours may not call',
      file: calls,
      find: 'if (!isTrustedSender(event)) {',
      replace: 'if (!event.sender) {',
      test: handling,
      name: 'may not',
    },
    {
      promise: 'a frame within our page may not call',
      file: sender,
      find: '!senderFrame || senderFrame !== sender.mainFrame',
      replace: '!senderFrame',
      test: handling,
      name: 'a frame within our page',
    },
    {
      promise: 'a frame that has gone may not call',
      file: sender,
      find: 'if (!senderFrame || senderFrame !== sender.mainFrame) return false;',
      replace:
        'if (!senderFrame) return true;\n  if (senderFrame !== sender.mainFrame) return false;',
      test: handling,
      name: 'a frame that has gone',
    },
    {
      promise: 'a page whose address only begins like ours may not call',
      file: sender,
      find: 'senderFrame.url.startsWith(`${appOrigin}/`)',
      replace: 'senderFrame.url.startsWith(appOrigin)',
      test: handling,
      name: 'a page whose address only begins like ours',
    },
    {
      promise: 'bad input never reaches a handler',
      file: calls,
      find: "if (!parsed.success) return refused('The input is not valid.', issuesOf(parsed.error));",
      replace: '',
      test: handling,
      name: 'input that breaks the contract never reaches the handler',
    },
    {
      promise: 'there are the channels of the contract, and no other',
      file: calls,
      find: 'for (const name of callNames) {',
      replace: "for (const name of [...callNames, 'anything' as (typeof callNames)[number]]) {",
      test: handling,
      name: 'every call of the contract has one channel, and nothing else has',
    },
    {
      promise: 'a page cannot listen to an unknown channel',
      file: 'src/preload/index.ts',
      find: 'if (!pushNames.includes(name))',
      replace: 'if (!name)',
      test: security,
      name: 'the bridge has named functions only',
    },
    {
      promise: 'a page that is not ours is refused, with the same preload',
      file: sender,
      find: 'return senderFrame.url.startsWith(`${appOrigin}/`);',
      replace: 'return true;',
      test: security,
      name: 'a page that is not ours is refused',
    },
    {
      promise: 'a window does not navigate away',
      file: harden,
      find: "contents.on('will-navigate', (event) => refuse(event, 'navigate', event.url));",
      replace: '',
      also: [
        {
          file: harden,
          find: "contents.on('will-frame-navigate', (event) => refuse(event, 'navigate a frame', event.url));",
          replace: '',
        },
      ],
      test: security,
      name: 'the window goes nowhere else',
    },
    {
      promise: 'a window opens no other',
      file: harden,
      find: "return { action: 'deny' };",
      replace: "return { action: 'allow' };",
      test: security,
      name: 'the window goes nowhere else',
    },
    {
      promise: 'a link leads to known sites only',
      file: 'src/main/desktop/window/external-links.ts',
      find: 'hosts.has(url.hostname)',
      replace: '[...hosts].some((host) => url.hostname.startsWith(host))',
      test: 'test/unit/desktop/window/external-links.test.ts',
      name: 'https://jan.ai.evil.example',
    },
    {
      promise: 'no permission is granted',
      file: harden,
      find: 'session.setPermissionCheckHandler(() => false);',
      replace: 'session.setPermissionCheckHandler(() => true);',
      also: [
        {
          file: harden,
          find: '(_contents, _permission, answer) => answer(false)',
          replace: '(_contents, _permission, answer) => answer(true)',
        },
      ],
      test: security,
      name: 'no permission is granted',
    },
    {
      promise: 'files outside of the pages are not served',
      file: protocol,
      find: 'return file.startsWith(`${resolve(root)}${sep}`) ? file : undefined;',
      replace: 'return file;',
      test: 'test/unit/desktop/window/app-protocol.test.ts',
      name: 'hermes-tray://app/..%2f..%2fetc%2fpasswd',
    },
    {
      promise: 'inline and foreign scripts do not run',
      file: protocol,
      find: '"script-src \'self\'",',
      replace: "\"script-src 'self' 'unsafe-inline' 'unsafe-eval' data:\",",
      also: [
        { file: protocol, find: '  "require-trusted-types-for \'script\'",\n', replace: '' },
        { file: protocol, find: '  "trusted-types \'none\'",\n', replace: '' },
        {
          file: 'src/renderer/index.html',
          find: "script-src 'self';",
          replace: "script-src 'self' 'unsafe-inline' 'unsafe-eval' data:;",
        },
      ],
      test: security,
      name: 'inline scripts, generated code and foreign scripts do not run',
    },
    {
      promise: 'the window runs without Node, in a sandbox',
      file: 'src/main/desktop/window/app-window.ts',
      find: 'sandbox: true,',
      replace: 'sandbox: false,',
      test: security,
      name: 'the window runs without Node, in a sandbox',
    },
  ],
};
