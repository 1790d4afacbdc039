import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: context and limits': [
    {
      promise: 'a summary is made only past 50 % of the context window',
      find: 'const fullness = 0.5;',
      replace: 'const fullness = 0.49;',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'half of the context window is not too much',
    },
    {
      promise: 'past 50 % of the context window a summary is made',
      find: 'const fullness = 0.5;',
      replace: 'const fullness = 0.51;',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'more than half of the context window is too much',
    },
    {
      promise: 'the summary is made by the model',
      find: 'if (older.length < (must',
      replace: 'if (older.length >= (must',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'summarises older turns by the model',
    },
    {
      promise: 'the summary takes the place of the older turns',
      find: '[summary, ...messages.slice(cut)]',
      replace: '[...messages.slice(0, 1), ...messages.slice(cut)]',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'summarises older turns by the model',
    },
    {
      promise: 'the model is shown the older turns',
      find: 'const older = messages.slice(0, cut);',
      replace: 'const older = messages.slice(cut);',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'summarises older turns by the model',
    },
    {
      promise: 'a conversation of any length can be summarised',
      find: 'Math.min(mostShown, Math.floor(room / older.length))',
      replace: 'Math.min(mostShown, room)',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'many times as long as the model can read',
    },
    {
      promise: 'the core prompt stays',
      find: '[summary, ...messages.slice(cut)]',
      replace: '[summary, summary, ...messages.slice(cut)]',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'summarises older turns by the model',
    },
    {
      promise: 'the last 20 messages stay',
      find: 'const keptMessages = 20;',
      replace: 'const keptMessages = 19;',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'summarises older turns by the model',
    },
    {
      promise: 'a call is never split from its result',
      find: "while (cut > 0 && messages[cut]?.role === 'tool') cut -= 1;",
      replace: '',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'never parts a call from its result',
    },
    {
      promise: 'the summary is no part of the answer',
      find: 'isDelta(event) || run.emit(event)',
      replace: 'run.emit(event)',
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'summarises older turns by the model',
    },
    {
      promise: 'a run goes on where no summary can be had',
      find: `run.signal.throwIfAborted();
      warn`,
      replace: `throw error;
      warn`,
      test: 'test/unit/agent/loop/compression.test.ts',
      name: 'goes on with everything when no summary can be had',
    },
  ],
  'Models as they are': [
    {
      promise: 'tool outputs for which there is no room are shortened',
      find: 'fitOutputs(compressed.messages, tokens * charactersPerToken)',
      replace: 'tokens > 0 ? compressed.messages : fitOutputs([], 0)',
      test: 'test/unit/agent/loop/fit-outputs.test.ts',
      name: 'are shortened in a run whose model is given few tokens',
    },
  ],
};
