import type { MutantTable } from '../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: keys': [
    {
      promise: 'the headless host makes a key at its first launch',
      find: 'const newKey = ensureApiKey(secrets);',
      replace: 'const newKey = undefined as string | undefined;',
      test: 'test/http/serve.test.ts',
      name: 'the first start makes a key, shows it once',
      build: true,
    },
  ],
  'Attacks: keys': [
    {
      promise: 'the command line of the host shows no --key',
      find: "process.title = 'hermes-tray';",
      replace: '',
      test: 'test/http/key-hunt.test.ts',
      name: 'in what the system tells of the host',
      build: true,
    },
  ],
  'Faults: store': [
    {
      promise: 'a disk full at the start is no reason not to chat',
      find: `    await host.server.start();
`,
      replace: `    await host.store.status();
    await host.server.start();
`,
      test: 'test/http/faults/disk.test.ts',
      name: 'that is full at the start is no reason not to chat',
      build: true,
    },
    {
      promise: 'a crash is in the log file',
      find: `  logCrashes(process, log.logger);
`,
      replace: '',
      test: 'test/http/faults/crash.test.ts',
      build: true,
    },
  ],
  'Faults: settings and port': [
    {
      promise: 'what a headless host found damaged is on its terminal',
      find: `  for (const notice of settings.notices) log.logger.child('settings').warn(notice);
`,
      replace: '',
      test: 'test/http/faults/disk.test.ts',
      name: 'are kept aside and said so, and the host serves with its defaults',
      build: true,
    },
    {
      promise: 'a headless host whose port is taken ends with code 1 and one line',
      find: 'throw explainOpenNetwork(error, settings);',
      replace: "throw new Error('It could not be started');",
      test: 'test/http/serve.test.ts',
      name: 'a port that is taken is one clear line and exit code 1',
      build: true,
    },
  ],
};
