import { z } from 'zod';

export interface SearchResult {
  title: string;
  url: string;
  snippet: string;
}

/** Where the services are reached. */
export interface SearchBases {
  brave: string;
  tavily: string;
  exa: string;
}

/** A search service: how it is asked, and how its answer is read. */
export interface SearchProvider {
  name: string;
  /** What to look at when it refuses. */
  hint: string;
  request(
    query: string,
    limit: number,
  ): { url: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string };
  /** Undefined when the answer has another form than expected. */
  results(json: unknown): SearchResult[] | undefined;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const searxngAnswer = z.object({
  results: z.array(z.object({ title: text, url: z.string(), content: text })),
});
const braveAnswer = z.object({
  web: z
    .object({ results: z.array(z.object({ title: text, url: z.string(), description: text })) })
    .optional(),
});
const tavilyAnswer = searxngAnswer;
const exaAnswer = z.object({
  results: z.array(
    z.object({
      title: text,
      url: z.string(),
      text,
      highlights: z.array(z.string()).nullish(),
    }),
  ),
});

const json = { 'content-type': 'application/json', accept: 'application/json' };

/** One per service, made from its key or address. */
export const searchProviders = {
  /** @param base address of an instance; it must have JSON among its `search.formats` */
  searxng: (base: string): SearchProvider => ({
    name: 'SearXNG',
    hint: 'Its settings.yml must have "json" among search › formats.',
    request: (query) => {
      const url = new URL(`${base.replace(/\/+$/, '')}/search`);
      url.search = new URLSearchParams({ q: query, format: 'json' }).toString();
      return { url: url.href, headers: { accept: 'application/json' } };
    },
    results: (answer) =>
      searxngAnswer
        .safeParse(answer)
        .data?.results.map(({ title, url, content }) => ({ title, url, snippet: content })),
  }),

  brave: (key: string, base = 'https://api.search.brave.com'): SearchProvider => ({
    name: 'Brave Search',
    hint: 'Check the key in Hermes Tray, Settings › Agent.',
    request: (query, limit) => {
      const parameters = new URLSearchParams({ q: query.slice(0, 400), count: String(limit) });
      return {
        url: `${base}/res/v1/web/search?${parameters}`,
        headers: { accept: 'application/json', 'x-subscription-token': key },
      };
    },
    results: (answer) => {
      const parsed = braveAnswer.safeParse(answer).data;
      if (!parsed) return undefined;
      return (parsed.web?.results ?? []).map(({ title, url, description }) => ({
        title,
        url,
        snippet: description,
      }));
    },
  }),

  tavily: (key: string, base = 'https://api.tavily.com'): SearchProvider => ({
    name: 'Tavily',
    hint: 'Check the key in Hermes Tray, Settings › Agent.',
    request: (query, limit) => ({
      url: `${base}/search`,
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: query.slice(0, 400), max_results: limit }),
    }),
    results: (answer) =>
      tavilyAnswer
        .safeParse(answer)
        .data?.results.map(({ title, url, content }) => ({ title, url, snippet: content })),
  }),

  exa: (key: string, base = 'https://api.exa.ai'): SearchProvider => ({
    name: 'Exa',
    hint: 'Check the key in Hermes Tray, Settings › Agent.',
    request: (query, limit) => ({
      url: `${base}/search`,
      method: 'POST',
      headers: { ...json, 'x-api-key': key },
      body: JSON.stringify({
        query,
        numResults: limit,
        contents: { text: { maxCharacters: 500 }, highlights: { numSentences: 3 } },
      }),
    }),
    results: (answer) =>
      exaAnswer.safeParse(answer).data?.results.map((result) => ({
        title: result.title,
        url: result.url,
        snippet: result.highlights?.join(' … ') || result.text,
      })),
  }),
};
