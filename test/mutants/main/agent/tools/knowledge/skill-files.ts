import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise: 'a SKILL.md that is a link out of its folder does not enter the prompt',
      find: 'isInside(real, found) && !isClosed(found)',
      replace: 'found !== real',
      test: 'test/unit/agent/tools/knowledge/skills.test.ts',
      name: 'a SKILL.md that is a link out of its folder',
    },
  ],
  'Attacks: keys': [
    {
      promise: 'the name of a skill is no section of the prompt',
      find: "text.replace(/\\s+/g, ' ')",
      replace: 'text',
      test: 'test/unit/agent/tools/knowledge/skills.test.ts',
      name: 'a name of several lines is no section of the prompt',
    },
  ],
};
