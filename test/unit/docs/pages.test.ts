import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clients } from '../../../src/shared/clients.ts';
import { fillIn } from '../../../src/shared/clients/connection.ts';
import { allPages, anchorsOf, blocksOf, page, root, targetsOf } from '../../support/markdown.ts';

const pages = allPages();

/** The texts of the Connect page. What runs the pages is in test/http/docs. */
const connection = {
  baseUrl: 'http://127.0.0.1:8642/v1',
  model: 'hermes-agent',
  contextWindow: 128_000,
};
const catalogue = new Set(
  clients.flatMap(({ snippets = [] }) => snippets.map(({ text }) => fillIn(text, connection))),
);

describe('the links and pictures of', () => {
  it.each(pages)('$name lead to what is there', ({ name, text }) => {
    for (const target of targetsOf(text)) {
      if (/^https?:/.test(target)) {
        expect(target, 'links out are https').toMatch(/^https:|^http:\/\/127\.0\.0\.1/);
        continue;
      }
      const [file = '', anchor] = target.split('#');
      const place = file === '' ? name : path.posix.join(path.posix.dirname(name), file);
      expect(existsSync(path.join(root, place)), target).toBe(true);
      if (anchor && place.endsWith('.md')) {
        expect(anchorsOf(page(place).text), target).toContain(anchor);
      }
    }
  });
});

describe('the code for Node in the guides', () => {
  const programs = pages.flatMap(({ name, text }) =>
    blocksOf(text)
      .filter(({ language }) => language === 'js')
      .map(({ code, line }) => ({ code, place: `${name}:${line}` })),
  );

  it.each(programs)('$place is what the Connect page gives', ({ code }) => {
    expect(catalogue).toContain(code);
  });
});

describe('every page', () => {
  it('is linked from another, so that a reader finds it', () => {
    const linked = new Set(
      pages.flatMap(({ name, text }) =>
        targetsOf(text).map((target) =>
          path.posix.join(path.posix.dirname(name), target.split('#')[0]!),
        ),
      ),
    );
    for (const { name } of pages) {
      if (name !== 'README.md') expect(linked, name).toContain(name);
    }
  });
});
