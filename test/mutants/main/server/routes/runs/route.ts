import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'a wrong method of /runs is 405',
      find: `runs.list().map(runCard) });
    })
    .all(methodNotAllowed('GET'));`,
      replace: `runs.list().map(runCard) });
    });`,
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'a wrong method of /runs/{id} is 405',
      find: `response.json(runCard(find(request, deps)));
    })
    .all(methodNotAllowed('GET'));`,
      replace: `response.json(runCard(find(request, deps)));
    });`,
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'a wrong method of /runs/{id}/cancel is 405',
      find: `response.json(runCard(run));
    })
    .all(methodNotAllowed('POST'));`,
      replace: `response.json(runCard(run));
    });`,
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
    {
      promise: 'a wrong method of /runs/{id}/events is 405',
      find: `sendEvents(request, response, deps))
    .all(methodNotAllowed('GET'));`,
      replace: 'sendEvents(request, response, deps));',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
  ],
};
