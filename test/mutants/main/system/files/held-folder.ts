import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Attacks: files': [
    {
      promise:
        'what is written goes into the folder that was checked, whatever its path leads to by then',
      find: 'const folder = this.#handle ? `/proc/self/fd/${this.#handle.fd}` : this.real;',
      replace: 'const folder = this.real;',
      test: 'test/unit/system/files/held-folder.test.ts',
      name: 'is the one that was opened',
    },
    {
      promise: 'nothing is made where a link leads that came after the judgement',
      find: 'held = await HeldFolder.open(existing, (real) => check?.(path.join(real, ...missing)));',
      replace: 'held = await HeldFolder.open(existing);',
      test: 'test/unit/system/files/held-folder.test.ts',
      name: 'makes nothing before it was checked',
    },
  ],
};
