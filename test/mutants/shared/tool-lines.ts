import type { MutantTable } from '../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: what a client sees of the work': [
    {
      promise: 'a command survives the Markdown of a client',
      find: '${codeSpan(summary)}',
      replace: '${summary}',
      test: 'test/unit/shared/tool-lines.test.ts',
      name: 'as code that Markdown leaves as it is',
    },
  ],
  'Chat completions: the request': [
    {
      promise: 'tool lines in a history are not shown to the model',
      find: "const kept = unquoted.split('\\n').filter((line) => !ownLine.test(line));",
      replace: "const kept = unquoted.split('\\n');",
      test: 'test/unit/shared/tool-lines.test.ts',
      name: 'is without our lines',
    },
    {
      promise: 'folded thinking in a history is not shown to the model',
      find: "text.slice(0, at).trim() === '' ||",
      replace: '',
      test: 'test/unit/shared/tool-lines.test.ts',
      name: 'is without our lines',
    },
    {
      promise: 'quoted thinking in a history is not shown to the model',
      find: 'const unquoted = withoutQuotedThinking(folded);',
      replace: 'const unquoted = folded;',
      test: 'test/unit/shared/tool-lines.test.ts',
      name: 'is without our lines',
    },
    {
      promise: 'a text that only looks like a tool line is kept',
      find: '  `(?:${toolNames})(?:: .*)?`,',
      replace: '  `[a-z]+(?:: .*)?`,',
      test: 'test/unit/shared/tool-lines.test.ts',
      name: 'keeps',
    },
  ],
};
