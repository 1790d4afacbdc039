import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: web': [
    {
      promise: 'what a page says is marked as data',
      find: 'return markUntrusted(page.url, `${title}URL: ${page.url}\\n\\n${cutText(page.text, limit)}`);',
      replace: 'return `${title}URL: ${page.url}\\n\\n${cutText(page.text, limit)}`;',
      test: 'test/unit/agent/tools/web/web-extract.test.ts',
      name: 'marks the content as data',
    },
  ],
};
