import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'neither a path nor a link leads out of a skill',
      find: 'absolute === folder || !isInside(folder, absolute)',
      replace: 'absolute === folder',
      test: 'test/unit/agent/tools/knowledge/skills.test.ts',
      name: 'neither a path nor a link leads out of a skill',
    },
  ],
  'Attacks: keys': [
    {
      promise: 'orders planted in the description of a skill do not enter the prompt',
      find: '.filter(({ name, description }) => suspicionAbout(`${name} ${description}`) === undefined)',
      replace: '',
      test: 'test/unit/agent/tools/knowledge/skills.test.ts',
      name: 'and free of planted orders',
    },
    {
      promise: 'the agent saves no skill that gives such orders',
      find: 'const suspicion = suspicionAbout(content);',
      replace: "const suspicion = '';",
      test: 'test/unit/agent/tools/knowledge/skills.test.ts',
      name: 'refuses what is no skill',
    },
  ],
};
