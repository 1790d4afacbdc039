import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clients } from '../../../src/shared/clients.ts';
import { fillIn, type Client } from '../../../src/shared/clients/client.ts';
import { allPages, anchorsOf, blocksOf, page, root, targetsOf } from '../../support/markdown.ts';

const pages = allPages();
const blocks = pages.flatMap(({ name, text }) =>
  blocksOf(text).map((block) => ({ ...block, place: `${name}:${block.line}` })),
);
const inLanguage = (...languages: string[]) =>
  blocks.filter(({ language }) => languages.includes(language));

/** The texts of the Connect page; what runs them is test/http/clients/snippets.test.ts. */
const connection = {
  baseUrl: 'http://127.0.0.1:8642/v1',
  model: 'hermes-agent',
  contextWindow: 128_000,
};
const catalogue = new Set(
  (clients as readonly Client[]).flatMap(({ snippets = [] }) =>
    snippets.map(({ text }) => fillIn(text, connection)),
  ),
);

/** Blocks that say nothing a program could check, and why. */
const pictures: Readonly<Record<string, string>> = {
  'docs/architecture.md': 'a drawing of the rooms',
};

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

describe('each block of code', () => {
  it('is in a language that is checked somewhere, or is a known picture', () => {
    const checked = ['sh', 'json', 'yaml', 'toml', 'js', 'python'];
    for (const { language, place } of blocks) {
      if (checked.includes(language)) continue;
      expect(pictures, place).toHaveProperty([place.split(':')[0]!]);
    }
  });

  it.each(inLanguage('json'))('$place is JSON', ({ code }) => {
    expect(() => JSON.parse(code) as unknown).not.toThrow();
  });

  it.each(inLanguage('yaml'))('$place is YAML', ({ code }) => {
    expect(() => parse(code) as unknown).not.toThrow();
  });

  it.each(inLanguage('js'))('$place is on the Connect page, whose code is run', ({ code }) => {
    expect(catalogue).toContain(code);
  });

  const hasPython = spawnSync('python3', ['-c', 'import tomllib']).status === 0;
  it.skipIf(!hasPython).each(inLanguage('python', 'toml'))(
    '$place can be read',
    ({ language, code }) => {
      const read = language === 'toml' ? 'tomllib.loads' : 'ast.parse';
      const program = `import ast, sys, tomllib; ${read}(sys.stdin.read())`;
      const { status, stderr } = spawnSync('python3', ['-c', program], { input: code });
      expect(stderr.toString()).toBe('');
      expect(status).toBe(0);
    },
  );
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
