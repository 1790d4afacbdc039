import type { Client } from '../client.ts';

/** Programs in which a person writes the request. */
export const httpTools: Client = {
  id: 'http-tools',
  name: 'HTTP tool',
  kind: 'library',
  signs: { userAgent: /^(Wget|HTTPie|xh|PostmanRuntime|insomnia|Hoppscotch|bruno-runtime)\b/i },
  told: { serverCalls: 'alone' },
};
