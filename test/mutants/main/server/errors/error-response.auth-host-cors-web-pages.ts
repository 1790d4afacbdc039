import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Auth, Host, CORS: web pages': [
    {
      promise: 'refusals vary by Origin',
      find: '  response.status(error.status).set(error.headers)',
      replace: `  response.removeHeader('Vary');
  response.status(error.status).set(error.headers)`,
      test: 'test/http/access.test.ts',
      name: 'with 403 that names it and the setting',
    },
    {
      promise: 'CORS headers stand on errors of auth',
      find: '  response.status(error.status).set(error.headers)',
      replace: `  if (error.status === 401) response.removeHeader('Access-Control-Allow-Origin');
  response.status(error.status).set(error.headers)`,
      test: 'test/http/access.test.ts',
      name: 'an error of auth',
    },
    {
      promise: 'CORS headers stand on errors of a path',
      find: '  response.status(error.status).set(error.headers)',
      replace: `  if (error.status === 404) response.removeHeader('Access-Control-Allow-Origin');
  response.status(error.status).set(error.headers)`,
      test: 'test/http/access.test.ts',
      name: 'an unknown path',
    },
    {
      promise: 'CORS headers stand on errors of a request',
      find: '  response.status(error.status).set(error.headers)',
      replace: `  if (error.status === 400) response.removeHeader('Access-Control-Allow-Origin');
  response.status(error.status).set(error.headers)`,
      test: 'test/http/access.test.ts',
      name: 'a bad body',
    },
    {
      promise: 'CORS headers stand on errors of a method',
      find: '  response.status(error.status).set(error.headers)',
      replace: `  if (error.status === 405) response.removeHeader('Access-Control-Allow-Origin');
  response.status(error.status).set(error.headers)`,
      test: 'test/http/access.test.ts',
      name: 'a method that is not there',
    },
    {
      promise: 'CORS headers stand on errors of a media type',
      find: '  response.status(error.status).set(error.headers)',
      replace: `  if (error.status === 415) response.removeHeader('Access-Control-Allow-Origin');
  response.status(error.status).set(error.headers)`,
      test: 'test/http/access.test.ts',
      name: 'a body that is no JSON',
    },
  ],
};
