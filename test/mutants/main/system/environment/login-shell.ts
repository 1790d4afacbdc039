import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/system/environment/login-shell.test.ts';

export const mutants: MutantTable = {
  'The machine a desktop app starts on': [
    {
      promise: 'what stands in files for interactive use is found',
      find: "interactive ? ['-i'] : []",
      replace: '[]',
      test,
      name: 'tells what stands in its files for interactive use',
    },
    {
      promise: 'login files are read',
      find: "args: [...i, '-l', '-c', command]",
      replace: "args: [...i, '-c', command]",
      test,
      name: 'tells what its login files export',
    },
    {
      promise: 'a shell that becomes another program is asked without its files for that',
      find: 'const environment = await plain;',
      replace: 'const environment = undefined as Record<string, string> | undefined;',
      test,
      name: 'that becomes another program when it is interactive',
    },
    {
      promise: 'a shell that hangs is given up',
      find: 'setTimeout(() => over.abort(), options.timeoutMs)',
      replace: 'setTimeout(() => over.abort(), 60_000)',
      test,
      name: 'that hangs is given up in time',
    },
    {
      promise: 'what a shell that hangs has started ends',
      find: 'if (child.pid !== undefined)',
      replace: 'if (child.pid === 0)',
      test,
      name: 'that hangs is given up in time',
    },
    {
      promise: 'a shell that reads meets the end of its input',
      find: "stdio: ['ignore', 'pipe', 'pipe']",
      replace: "stdio: ['pipe', 'pipe', 'pipe']",
      test,
      name: 'that reads its input, or asks',
    },
    {
      promise: 'values may hold line feeds',
      find: '/usr/bin/env -0 2>/dev/null || /usr/bin/env;',
      replace: '/usr/bin/env;',
      test,
      name: 'keeps values as they are',
    },
    {
      promise: 'what a shell says besides is not its environment',
      find: 'output.split(marker.begin + marker.end, 3)',
      replace: "['', ...output.split(marker.begin + marker.end)]",
      test,
      name: 'may say what it likes meanwhile',
    },
    {
      promise: 'a shell that writes without end is given up',
      find: 'else if (output.length > longestOutput)',
      replace: 'else if (output.length < 0)',
      test,
      name: 'that writes without end is given up',
    },
  ],
};
