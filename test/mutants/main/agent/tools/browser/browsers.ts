import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: web': [
    {
      promise: 'the browser has no way around the proxy',
      find: 'proxy: { server: proxy.url },',
      replace: '',
      test: 'test/unit/agent/tools/browser/browser-tools.test.ts',
      name: 'reaches no private address, neither by navigation nor from within a page',
    },
  ],
};
