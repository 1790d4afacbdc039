import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the request': [
    {
      promise: 'an image is at an http URL',
      find: '/^https?:\\/\\/[^\\s/]/i',
      replace: '/^https:\\/\\/[^\\s/]/i',
      test: 'test/http/chat-request.test.ts',
      name: 'may hold an image at',
    },
    {
      promise: 'an image is at an https URL',
      find: '/^https?:\\/\\/[^\\s/]/i',
      replace: '/^http:\\/\\/[^\\s/]/i',
      test: 'test/http/chat-request.test.ts',
      name: 'may hold an image at',
    },
    {
      promise: 'an image is in a data URL',
      find: ' || /^data:image\\/[\\w.+-]+;base64,\\S/i.test(url)',
      replace: '',
      test: 'test/http/chat-request.test.ts',
      name: 'may hold an image at',
    },
    {
      promise: 'an image is at no URL of another scheme',
      find: 'return /^https?:\\/\\/[^\\s/]/i.test(url)',
      replace: 'return /^(?!data)\\w+:/i.test(url)',
      test: 'test/http/chat-request.test.ts',
      name: 'may not hold an image at',
    },
    {
      promise: 'an image is in no data URL of another kind',
      find: '/^data:image\\/[\\w.+-]+;base64,\\S/i',
      replace: '/^data:\\w+\\/[\\w.+-]+;base64,\\S/i',
      test: 'test/http/chat-request.test.ts',
      name: 'may not hold an image at',
    },
    {
      promise: 'an image is at no path',
      find: 'return /^https?:\\/\\/[^\\s/]/i.test(url)',
      replace: 'return /^(https?:\\/\\/[^\\s/]|[\\w.]+$)/i.test(url)',
      test: 'test/http/chat-request.test.ts',
      name: 'may not hold an image at',
    },
  ],
};
