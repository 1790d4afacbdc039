import type { MutantTable } from '../../../../mutant.ts';

const test = 'test/unit/agent/tools/terminal/shells.test.ts';

export const mutants: MutantTable = {
  'Terminal: the shell remembers': [
    {
      promise: 'a workdir is for one call',
      find: 'const ended = workdir === undefined ? report.folder : undefined;',
      replace: 'const ended = report.folder;',
      test,
      name: 'a workdir is for one call',
    },
    {
      promise: 'a folder that is gone falls back to the workspace',
      find: 'if (folder === undefined || (await canEnter(folder))) return',
      replace: 'if (folder === undefined || folder) return',
      test,
      name: 'falls back to the workspace when its folder is gone',
    },
    {
      promise: 'no secret is kept',
      find: 'changesOf(await environment(), report.variables, variableFilter())',
      replace: 'changesOf(await environment(), report.variables, () => true)',
      also: [
        {
          file: 'src/main/agent/tools/terminal/shells.ts',
          find: 'const mayPass = variableFilter();',
          replace: 'const mayPass = (): boolean => variableFilter() !== undefined;',
        },
      ],
      test,
      name: 'keeps no secret',
    },
  ],
};
