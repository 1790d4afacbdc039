import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Faults: settings and port': [
    {
      promise: 'a damaged settings file does not keep the host from starting',
      find: "    if (!existsSync(path)) throw new DataDirError(dataDir, 'be used', error);",
      replace: "    throw new DataDirError(dataDir, 'be used', error);",
      test: 'test/unit/settings/open-settings.test.ts',
      name: 'is moved aside, kept and said so; all starts from the defaults',
    },
    {
      promise: 'a damaged settings file is kept under the name that is told',
      find: 'renameSync(path, join(dataDir, aside));',
      replace: "renameSync(path, join(dataDir, 'gone'));",
      test: 'test/unit/settings/open-settings.test.ts',
      name: 'is moved aside, kept and said so; all starts from the defaults',
    },
    {
      promise: 'a damaged settings file is not quoted: it may hold secrets',
      find: "if (error instanceof SyntaxError) return 'it is not valid JSON';",
      replace: '',
      test: 'test/unit/settings/open-settings.test.ts',
      name: 'a notice about a damaged file does not quote it',
    },
    {
      promise: 'a settings file of another shape counts as damaged',
      find: "if (!isRecord(data)) throw new SyntaxError('it holds no JSON object');",
      replace: 'if (!isRecord(data)) return {};',
      test: 'test/unit/settings/open-settings.test.ts',
      name: 'is moved aside, kept and said so; all starts from the defaults',
    },
    {
      promise: 'a change that a full disk did not take names the folder',
      find: `        conf.store = data;
      } catch (error) {
        throw new DataDirError(dataDir, 'be written', error);`,
      replace: `        conf.store = data;
      } catch (error) {
        throw error;`,
      test: 'test/unit/settings/open-settings.test.ts',
      name: 'when saving fails the folder is named and the settings stay as they were',
    },
    {
      promise: 'a save into a read-only folder holds nobody up',
      find: `      assertWritable(dataDir);
`,
      replace: '',
      test: 'test/unit/settings/configuration.test.ts',
      name: 'a save into a read-only folder fails at once, before conf tries again for a second',
    },
  ],
};
