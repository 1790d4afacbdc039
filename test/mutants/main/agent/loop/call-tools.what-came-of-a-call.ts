import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: what came of a call': [
    {
      promise: 'a refused call is told from one that failed',
      find: "toolError(message, 'refused')",
      replace: 'toolError(message)',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'say why a call ran unasked, or how it came to nothing',
    },
    {
      promise: 'a call inside the wall is told from a harmless one',
      find: "result.confined ? 'wall' : 'harmless'",
      replace: "result.confined ? 'harmless' : 'harmless'",
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'say why a call ran unasked, or how it came to nothing',
    },
    {
      promise: 'what a saved answer covered is named',
      find: "decision.source === 'saved' ? { covered: coverage(risks) } : {}",
      replace: '{}',
      test: 'test/unit/agent/loop-events.test.ts',
      name: 'name what a saved answer covered',
    },
  ],
};
