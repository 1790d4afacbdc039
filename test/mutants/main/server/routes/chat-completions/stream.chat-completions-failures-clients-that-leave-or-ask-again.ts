import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'a failure after something was sent is told in the stream',
      find: 'data: ${JSON.stringify(errorBody(failure))}\\n\\n${done}',
      replace: '${done}',
      test: 'test/http/chat-stream.test.ts',
      name: 'that fails after its text says so and ends, without repeating it',
    },
    {
      promise: 'a failure is told in the stream in the form of an error',
      find: 'JSON.stringify(errorBody(failure))',
      replace: 'JSON.stringify({ error: failure.message })',
      test: 'test/http/chat-stream.test.ts',
      name: 'that fails after its text says so and ends, without repeating it',
    },
    {
      promise: 'a stream that fails ends with [DONE]',
      find: 'errorBody(failure))}\\n\\n${done}',
      replace: 'errorBody(failure))}\\n\\n',
      test: 'test/http/chat-stream.test.ts',
      name: 'that fails after its text says so and ends, without repeating it',
    },
    {
      promise: 'a stream that fails never looks finished',
      find: 'return `${whole()}${words}data: ${JSON.stringify(errorBody(failure))}\\n\\n${done}`;',
      replace: "return `${whole()}${words}${chunk({}, 'stop')}${done}`;",
      test: 'test/http/chat-stream.test.ts',
      name: 'that fails after its text says so and ends, without repeating it',
    },
    {
      promise: 'text already streamed is not repeated before the error',
      find: 'if (options.piecewise) {',
      replace: `if (options.piecewise) {
      held[piece.channel] += piece.text;`,
      test: 'test/http/chat-stream.test.ts',
      name: 'that fails after its text says so and ends, without repeating it',
    },
  ],
};
