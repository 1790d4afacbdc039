import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'A repetition goes on': [
    {
      promise: 'only the model call that failed is made again',
      find: 'const end = failed === -1 ? log.length : failed;',
      replace: 'const end = log.length;',
      test: 'test/unit/runs/take-over.test.ts',
      name: 'is all but the model call that failed, with what it had said',
    },
    {
      promise: 'a call that had begun is not run again',
      find: 'if (!hasBegun(own)) continue;',
      replace: 'if (own.length >= 0) continue;',
      test: 'test/http/repetitions/left.test.ts',
      name: 'while a tool ran does not have it run again, and the model is told',
    },
    {
      promise: 'a call that waited for a word is asked about again',
      find: "if (decision) return decision.source !== 'run_ended';",
      replace: 'if (decision) return true;',
      test: 'test/http/repetitions/approvals.test.ts',
      name: 'waits again, and runs once',
    },
    {
      promise: 'what a call had found is not lost',
      find: 'outputs.set(id, finished?.output ?? interrupted);',
      replace: 'outputs.set(id, interrupted);',
      test: 'test/unit/runs/take-over.test.ts',
      name: 'runs no call again that had begun, and those that had not',
    },
    {
      promise: 'an answer that could not be stored is asked for anew',
      find: '? messages.slice(0, -1) : [...messages]',
      replace: '? [...messages] : [...messages]',
      test: 'test/unit/runs/take-over.test.ts',
      name: 'is asked anew for an answer that was there, and could not be stored',
    },
    {
      promise: 'what the failed attempt took is counted',
      find: '? addUsage(sum, event.usage) : sum',
      replace: '? sum : sum',
      test: 'test/unit/runs/take-over.test.ts',
      name: 'is all but the model call that failed, with what it had said',
    },
  ],
};
