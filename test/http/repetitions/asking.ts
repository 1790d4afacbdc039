import { vi } from 'vitest';

/** New words each time, so that no test repeats another's. */
export const asking: Record<
  string,
  [path: string, body: (words: string, more?: object) => object]
> = {
  'a chat': [
    '/v1/chat/completions',
    (words, more) => ({ model: 'm', messages: [{ role: 'user', content: words }], ...more }),
  ],
  'a streamed chat': [
    '/v1/chat/completions',
    (words, more) => ({
      model: 'm',
      stream: true,
      messages: [{ role: 'user', content: words }],
      ...more,
    }),
  ],
  'a response': ['/v1/responses', (words, more) => ({ model: 'm', input: words, ...more })],
  'a streamed response': [
    '/v1/responses',
    (words, more) => ({ model: 'm', input: words, stream: true, ...more }),
  ],
  'a response that is not stored': [
    '/v1/responses',
    (words, more) => ({ model: 'm', input: words, store: false, ...more }),
  ],
  'a response of a conversation': [
    '/v1/responses',
    (words, more) => ({ model: 'm', input: words, conversation: words, ...more }),
  ],
};

/** What comes now comes so many minutes later. */
export const minutes = (count: number): void => {
  const now = Date.now.bind(Date);
  const later = count * 60_000;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + later);
};
