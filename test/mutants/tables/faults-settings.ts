import type { MutantTable } from '../mutant.ts';

const file = 'src/main/settings/file/store-file.ts';
const open = 'src/main/settings/open-settings.ts';
const test = 'test/unit/settings/open-settings.test.ts';
const configuration = 'test/unit/settings/configuration.test.ts';
const damaged = 'is moved aside, kept and said so; all starts from the defaults';
const badField =
  'a bad field falls back to its default, the rest stays, and the file is kept as it was';
const control = 'test/unit/server/listening/server-control.test.ts';
const taken = 'on a taken port fails, naming the port and who holds it; a free port is found';

/** quality.md, Faults: a damaged settings file, a read-only data folder, a port that is taken. */
export const settingsFaultsMutants: MutantTable = {
  section: 'Faults: settings and port',
  mutants: [
    {
      promise: 'a damaged settings file does not keep the host from starting',
      file,
      find: "    if (!existsSync(path)) throw new DataDirError(dataDir, 'be used', error);",
      replace: "    throw new DataDirError(dataDir, 'be used', error);",
      test,
      name: damaged,
    },
    {
      promise: 'a damaged settings file is kept under the name that is told',
      file,
      find: 'renameSync(path, join(dataDir, aside));',
      replace: "renameSync(path, join(dataDir, 'gone'));",
      test,
      name: damaged,
    },
    {
      promise: 'a damaged settings file is told',
      file: open,
      find: 'const notices = [...secrets.notices, ...file.notices];',
      replace: 'const notices = [...secrets.notices];',
      test,
      name: damaged,
    },
    {
      promise: 'a damaged settings file is not quoted: it may hold secrets',
      file,
      find: "if (error instanceof SyntaxError) return 'it is not valid JSON';",
      replace: '',
      test,
      name: 'a notice about a damaged file does not quote it',
    },
    {
      promise: 'a settings file of another shape counts as damaged',
      file,
      find: "if (!isRecord(data)) throw new SyntaxError('it holds no JSON object');",
      replace: 'if (!isRecord(data)) return {};',
      test,
      name: damaged,
    },
    {
      promise: 'a bad field costs that field only',
      file: 'src/main/settings/file/saved-settings.ts',
      find: 'if (result.success) {',
      replace: 'if (!result.success) return {};\n      if (result.success) {',
      test,
      name: badField,
    },
    {
      promise: 'a bad field is told',
      file: open,
      find: '    notices.push(...problems.map((problem) => `settings.json: ${problem}`));\n',
      replace: '',
      test,
      name: badField,
    },
    {
      promise: 'a file that is repaired is kept as it was',
      file: open,
      find: "const copy = file.keepCopy('repaired');",
      replace: "const copy = 'repaired';",
      test,
      name: badField,
    },
    {
      promise: 'what a headless host found damaged is on its terminal',
      file: 'src/main/serve.ts',
      find: "  for (const notice of settings.notices) log.logger.child('settings').warn(notice);\n",
      replace: '',
      test: 'test/http/faults/disk.test.ts',
      name: 'are kept aside and said so, and the host serves with its defaults',
      build: true,
    },
    {
      promise: 'damaged secrets do not keep the host from starting',
      file: 'src/main/settings/secrets/secrets.ts',
      find: 'const notices = [...file.notices];',
      replace: 'const notices: string[] = [];',
      test: 'test/http/faults/disk.test.ts',
      name: 'are kept aside and said so, and the host serves with its defaults',
      build: true,
    },
    {
      promise: 'a change that cannot be saved is not in force',
      file: open,
      find: '    if (!isDeepStrictEqual(saved, this.#saved)) this.save(saved);\n    const previous = this.#current;\n    this.#saved = saved;\n',
      replace:
        '    const previous = this.#current;\n    this.#current = next;\n    if (!isDeepStrictEqual(saved, this.#saved)) this.save(saved);\n    this.#saved = saved;\n',
      test: configuration,
      name: 'a read-only data folder is named, at start and when it becomes so later',
    },
    {
      promise: 'a change that a full disk did not take names the folder',
      file,
      find: "        conf.store = data;\n      } catch (error) {\n        throw new DataDirError(dataDir, 'be written', error);",
      replace: '        conf.store = data;\n      } catch (error) {\n        throw error;',
      test,
      name: 'when saving fails the folder is named and the settings stay as they were',
    },
    {
      promise: 'a save into a read-only folder holds nobody up',
      file,
      find: '      assertWritable(dataDir);\n',
      replace: '',
      test: configuration,
      name: 'a save into a read-only folder fails at once, before conf tries again for a second',
    },
    {
      promise: 'a data folder that is read-only is named at the start',
      file: 'src/main/settings/file/data-dir.ts',
      find: '  assertWritable(folder);\n}',
      replace: '}',
      test: configuration,
      name: 'a read-only data folder is named, at start and when it becomes so later',
    },
    {
      promise: 'a taken port is an error and not a false "started"',
      file: 'src/main/server/listening/server-control.ts',
      find: "this.#setState({ status: 'error', error: { code, message, port: takenPort, process } });",
      replace: '',
      test: control,
      name: taken,
    },
    {
      promise: 'a taken port is told by its number',
      file: 'src/main/server/listening/listen-error.ts',
      find: "if (code === 'EADDRINUSE') {",
      replace: "if (code === '') {",
      test: control,
      name: taken,
    },
    {
      promise: 'who holds the port is told',
      file: 'src/main/server/listening/listen-error.ts',
      find: 'const process = await findPortHolder(port);',
      replace: 'const process = await findPortHolder(0);',
      test: control,
      name: taken,
    },
    {
      promise: 'a free port near it is found',
      file: 'src/main/server/listening/server-control.ts',
      find: 'return findFreePort(await resolveBindAddress(host), port);',
      replace: 'return port;',
      test: control,
      name: taken,
    },
    {
      promise: 'a headless host whose port is taken ends with code 1 and one line',
      file: 'src/main/serve.ts',
      find: '    await close();\n    throw error;\n',
      replace: '    await close();\n    return;\n',
      test: 'test/http/serve.test.ts',
      name: 'a port that is taken is one clear line and exit code 1',
      build: true,
    },
  ],
};
