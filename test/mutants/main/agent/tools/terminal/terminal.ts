import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'terminal is judged in its workdir',
      find: 'const where = { ...folders, cwd, variables,',
      replace: 'const where = { ...folders, cwd: folders.workspace, variables,',
      test: 'test/unit/agent/tools/files/call-paths.test.ts',
      name: 'a way out of the workspace',
    },
    {
      promise: 'terminal is judged by the variables that commands before have set',
      find: 'const where = { ...folders, cwd, variables,',
      replace: 'const where = { ...folders, cwd,',
      test: 'test/unit/agent/tools/terminal/shells.test.ts',
      name: 'is judged where it is and by what it holds',
    },
  ],
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'an aborted run kills what its tools started',
      find: "if (stopped === 'abort') await process.end(graceMs.abort);",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of a tool ends its whole process tree within a second',
    },
  ],
  'Loop: its steps': [
    {
      promise: 'a timeout is an error result',
      find: 'const told = json({ output, exit_code: timedOutCode, ...cwd, error, ...noted }, true);',
      replace: 'return json({ output, exit_code: 0 });',
      test: 'test/unit/agent/tools/terminal/terminal.test.ts',
      name: 'stops a command at its timeout',
    },
  ],
  'Faults: client': [
    {
      promise: 'a command under way is stopped with its run',
      find: "if (stopped === 'abort') await process.end(graceMs.abort);",
      replace: '',
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of a tool ends its whole process tree within a second',
    },
    {
      promise: 'within a second',
      find: 'const graceMs = { timeout: 2_000, abort: 250 };',
      replace: 'const graceMs = { timeout: 2_000, abort: 1_200 };',
      test: 'test/http/faults/client.test.ts',
      name: 'in the middle of a tool ends its whole process tree within a second',
    },
  ],
};
