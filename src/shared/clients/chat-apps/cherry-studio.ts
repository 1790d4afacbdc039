import type { Client } from '../client.ts';

export const cherryStudio: Client = {
  id: 'cherry-studio',
  name: 'Cherry Studio',
  kind: 'program',
  signs: {
    title: /cherry-? ?studio/i,
    userAgent: /cherry-?studio/i,
    page: /cherry-?(ai|studio)/i,
  },
  lightOpenings: [
    { place: 'system', words: /^Summarize the (given )?conversation into a title in\b/i },
    {
      place: 'system',
      words: /^You are an assistant skilled in conversation\. You need to summarize/i,
    },
    {
      place: 'system',
      words: /^You are a translation expert\. Your only task is to translate/i,
    },
    { place: 'user', words: /^You are a translation expert\. Your only task is to translate/i },
    { place: 'user', words: /^Your task is to (precisely )?identify the language/i },
    { place: 'system', words: /^Your task is to (precisely )?identify the language/i },
    { place: 'user', words: /^Please summarize the following content\. Requirements:/i },
    {
      place: 'user',
      words: /^Please (explain|refine|polish) the following content\. Requirements:/i,
    },
  ],
  // It shows an error frame as "[object Object]".
  told: { streamErrors: 'words-first' },
};
