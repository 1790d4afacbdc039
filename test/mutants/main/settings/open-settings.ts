import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: settings and port': [
    {
      promise: 'a damaged settings file is told',
      find: 'const notices = [...(options.warnings ?? []), ...secrets.notices, ...file.notices];',
      replace: 'const notices = [...secrets.notices];',
      test: 'test/unit/settings/open-settings.test.ts',
      name: 'is moved aside, kept and said so; all starts from the defaults',
    },
    {
      promise: 'a bad field is told',
      find: '    notices.push(...problems.map((problem) => `settings.json: ${problem}`));\n',
      replace: '',
      test: 'test/unit/settings/open-settings.test.ts',
      name: 'a bad field falls back to its default, the rest stays, and the file is kept as it was',
    },
    {
      promise: 'a file that is repaired is kept as it was',
      find: "const copy = file.keepCopy('repaired');",
      replace: "const copy = 'repaired';",
      test: 'test/unit/settings/open-settings.test.ts',
      name: 'a bad field falls back to its default, the rest stays, and the file is kept as it was',
    },
    {
      promise: 'a change that cannot be saved is not in force',
      find: `    if (!isDeepStrictEqual(saved, this.#saved)) this.save(saved);
    const previous = this.#current;
    this.#saved = saved;
`,
      replace: `    const previous = this.#current;
    this.#current = next;
    if (!isDeepStrictEqual(saved, this.#saved)) this.save(saved);
    this.#saved = saved;
`,
      test: 'test/unit/settings/configuration.test.ts',
      name: 'a read-only data folder is named, at start and when it becomes so later',
    },
  ],
};
