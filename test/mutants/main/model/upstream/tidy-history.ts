import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Model services as they are': [
    {
      promise: `empty messages of a history are never sent`,
      find: `index === messages.length - 1 || !isBlank(message)`,
      replace: `true`,
      test: 'test/unit/model/upstream/odd-replies.test.ts',
      name: `reaches the service without empty messages`,
    },
    {
      promise: `arguments that are no JSON are never sent`,
      find: `const text = sendableArguments(call.function.arguments);`,
      replace: `const text = call.function.arguments;`,
      test: 'test/unit/model/upstream/odd-replies.test.ts',
      name: `reaches the service without empty messages`,
    },
  ],
};
