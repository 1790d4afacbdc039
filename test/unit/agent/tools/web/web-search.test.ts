import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAddressGuard } from '../../../../../src/main/agent/network/address-guard.ts';
import { createGuardedFetch } from '../../../../../src/main/agent/network/guarded-fetch.ts';
import {
  createWebSearchTool,
  type WebSearchParts,
} from '../../../../../src/main/agent/tools/web/web-search.ts';
import { contextFor } from '../support.ts';

interface Asked {
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A search service that answers always the same, and what it was asked. */
async function service(answer: unknown, status = 200): Promise<{ base: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ url: request.url ?? '', headers: request.headers, body });
      const content = typeof answer === 'string' ? answer : JSON.stringify(answer);
      response.writeHead(status, { location: '/elsewhere' }).end(content);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

type Provider = WebSearchParts['settings']['webSearchProvider'];

function parts(webSearchProvider: Provider, base: string, key?: string): WebSearchParts {
  const fetch = createGuardedFetch(createAddressGuard(() => true));
  onTestFinished(() => fetch.close());
  return {
    settings: { webSearchProvider, searxngUrl: webSearchProvider === 'searxng' ? base : '' },
    secret: () => key,
    fetch,
    bases: { brave: base, tavily: base, exa: base },
  };
}

async function search(
  options: WebSearchParts,
  limit?: number,
): Promise<{ output: string; error?: boolean }> {
  const tool = createWebSearchTool(options)!;
  return tool.execute(tool.parameters.parse({ query: 'kites & wind', limit }), contextFor('/'));
}

const found = [{ title: 'A', url: 'https://a.test/', snippet: 'first' }];

describe('web_search', () => {
  it('is offered only when a service is chosen and set up', async () => {
    expect(createWebSearchTool(parts('none', '', 'key'))).toBeUndefined();
    expect(createWebSearchTool(parts('searxng', ''))).toBeUndefined();
    for (const provider of ['brave', 'tavily', 'exa'] as const) {
      expect(createWebSearchTool(parts(provider, ''))).toBeUndefined();
      expect(createWebSearchTool(parts(provider, '', 'key'))?.name).toBe('web_search');
    }
  });

  it('asks SearXNG', async () => {
    const { base, asked } = await service({
      results: [{ title: 'A', url: 'https://a.test/', content: 'first', engine: 'x' }],
    });
    const { output } = await search(parts('searxng', `${base}/`));
    expect(output).toContain(JSON.stringify({ results: found }, undefined, 1));
    expect(asked[0]?.url).toBe('/search?q=kites+%26+wind&format=json');
  });

  it('asks Brave, and takes its marks out', async () => {
    const { base, asked } = await service({
      web: {
        results: [{ title: '<strong>A</strong>', url: 'https://a.test/', description: 'first' }],
      },
    });
    const { output } = await search(parts('brave', base, 'secret'), 3);
    expect(output).toContain(JSON.stringify({ results: found }, undefined, 1));
    expect(asked[0]?.url).toBe('/res/v1/web/search?q=kites+%26+wind&count=3');
    expect(asked[0]?.headers['x-subscription-token']).toBe('secret');
  });

  it('asks Tavily', async () => {
    const { base, asked } = await service({
      results: [{ title: 'A', url: 'https://a.test/', content: 'first', score: 1 }],
    });
    const { output } = await search(parts('tavily', base, 'secret'));
    expect(output).toContain(JSON.stringify({ results: found }, undefined, 1));
    expect(asked[0]?.headers.authorization).toBe('Bearer secret');
    expect(JSON.parse(asked[0]!.body)).toEqual({ query: 'kites & wind', max_results: 5 });
  });

  it('asks Exa', async () => {
    const { base, asked } = await service({
      results: [{ title: 'A', url: 'https://a.test/', text: 'long', highlights: ['first'] }],
    });
    const { output } = await search(parts('exa', base, 'secret'));
    expect(output).toContain(JSON.stringify({ results: found }, undefined, 1));
    expect(asked[0]?.headers['x-api-key']).toBe('secret');
    expect(JSON.parse(asked[0]!.body)).toMatchObject({ query: 'kites & wind', numResults: 5 });
  });

  it('gives no more than asked for', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      title: `${index}`,
      url: 'https://a.test/',
    }));
    const { base } = await service({ results: many });
    const { output } = await search(parts('searxng', base), 2);
    expect(output.match(/"url"/g)).toHaveLength(2);
  });

  it('says that nothing was found', async () => {
    const { base } = await service({ type: 'search' });
    expect((await search(parts('brave', base, 'key'))).output).toBe('Nothing was found.');
  });

  it.each([
    [{}, 401, /refused the request \(401\)\. Check the key/],
    [{}, 429, /no more requests/],
    [{}, 500, /answered 500/],
    [{ surprise: 1 }, 200, /in a form we do not know/],
    ['<html>', 200, /did not answer with JSON/],
  ])('tells the model what went wrong: %j, %i', async (answer, status, message) => {
    const { base } = await service(answer, status);
    const result = await search(parts('tavily', base, 'key'));
    expect(result).toMatchObject({ error: true });
    expect(result.output).toMatch(message);
  });

  it('follows no redirect, which would hand the key on', async () => {
    const { base, asked } = await service('', 302);
    expect((await search(parts('brave', base, 'secret'))).error).toBe(true);
    expect(asked).toHaveLength(1);
  });
});
