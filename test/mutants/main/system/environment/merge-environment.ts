import type { MutantTable } from '../../../mutant.ts';

const test = 'test/unit/system/environment/merge-environment.test.ts';

export const mutants: MutantTable = {
  'The machine a desktop app starts on': [
    {
      promise: 'what the shell only passed on changes nothing',
      find: 'given[name] !== value &&',
      replace: '',
      test,
      name: 'keeps from us what the shell was not given',
    },
    {
      promise: 'a program stays in the session that started us',
      find: '!(ofTheSession.test(name) && own[name] !== undefined),',
      replace: 'true,',
      test,
      name: 'stays in the session that started us',
    },
    {
      promise: 'the folders of a container or an activated environment come first',
      find: '...special, ...foldersOf(told), ...others',
      replace: '...foldersOf(told), ...special, ...others',
      test,
      name: 'seeks programs where the person does',
    },
  ],
};
