import type { Client } from '../client.ts';

/** Python programs that write their requests themselves. */
export const pythonHttp: Client = {
  id: 'python-http',
  name: 'Python HTTP',
  kind: 'library',
  signs: { userAgent: /^python-(requests|httpx|urllib3?)\// },
  told: { serverCalls: 'alone' },
};
