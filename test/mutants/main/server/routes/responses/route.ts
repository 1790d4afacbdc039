import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'a wrong method of /responses is 405',
      find: `create(request, response, context))
    .all(methodNotAllowed('POST'));`,
      replace: 'create(request, response, context));',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'a wrong method of /responses/{id} is 405',
      find: `
    .all(methodNotAllowed('GET', 'DELETE'));`,
      replace: ';',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'a wrong method of /responses/{id}/cancel is 405',
      find: `cancel(request, response, context))
    .all(methodNotAllowed('POST'));`,
      replace: 'cancel(request, response, context));',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'a wrong method of /responses/{id}/input_items is 405',
      find: `inputItems(request, response, context))
    .all(methodNotAllowed('GET'));`,
      replace: 'inputItems(request, response, context));',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'paths of OpenAI’s that are not here are no ids',
      find: "next('router'));",
      replace: 'next());',
      test: 'test/http/routes.test.ts',
      name: 'is a path that is not here, and no id',
    },
  ],
  'Every response': [
    {
      promise: 'x-should-retry is false on an error of a response whose run has begun',
      find: 'await onceBegun(run, answer(run, wanted, response, context));',
      replace: `const rest = answer(run, wanted, response, context);
  await (wanted.request.stream ? onceBegun(run, rest) : rest);`,
      test: 'test/http/no-retry.test.ts',
      name: 'a response',
    },
    {
      promise: 'x-should-retry is false on an error of a streamed response whose run has begun',
      find: 'await onceBegun(run, answer(run, wanted, response, context));',
      replace: `const rest = answer(run, wanted, response, context);
  await (wanted.request.stream ? rest : onceBegun(run, rest));`,
      test: 'test/http/no-retry.test.ts',
      name: 'a streamed response',
    },
  ],
};
