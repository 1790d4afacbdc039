import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: what a client sees of the work': [
    {
      promise: 'a refused call is told from one that ran',
      find: "if (event.failure === 'refused') return '✗ refused';",
      replace: '',
      test: 'test/unit/server/streaming/visible-output.test.ts',
      name: 'stands on its line',
    },
    {
      promise: 'a command that failed is told from one that did not',
      find: 'if (event.exitCode !== undefined && event.exitCode !== 0) return `✗ exit ${event.exitCode}`;',
      replace: '',
      test: 'test/unit/server/streaming/visible-output.test.ts',
      name: 'stands on its line',
    },
    {
      promise: 'a command survives the Markdown of a client',
      find: '${codeSpan(summary)}',
      replace: '${summary}',
      test: 'test/unit/shared/tools/tool-lines.test.ts',
      name: 'as code that Markdown leaves as it is',
    },
  ],
  'Chat completions: the request': [
    {
      promise: 'tool lines in a history are not shown to the model',
      find: "const kept = unquoted.split('\\n').filter((line) => !ownLine.test(line));",
      replace: "const kept = unquoted.split('\\n');",
      test: 'test/unit/shared/tools/tool-lines.test.ts',
      name: 'is without our lines',
    },
    {
      promise: 'folded thinking in a history is not shown to the model',
      find: "text.slice(0, at).trim() === '' ||",
      replace: '',
      test: 'test/unit/shared/tools/tool-lines.test.ts',
      name: 'is without our lines',
    },
    {
      promise: 'quoted thinking in a history is not shown to the model',
      find: 'const unquoted = withoutQuotedThinking(folded);',
      replace: 'const unquoted = folded;',
      test: 'test/unit/shared/tools/tool-lines.test.ts',
      name: 'is without our lines',
    },
    {
      promise: 'a text that only looks like a tool line is kept',
      find: '  `(?:${toolNames})(?:: .*)?`,',
      replace: '  `[a-z]+(?:: .*)?`,',
      test: 'test/unit/shared/tools/tool-lines.test.ts',
      name: 'keeps',
    },
  ],
};
