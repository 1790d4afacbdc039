import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clients } from '../../../src/shared/clients.ts';
import type { ConnectableClient } from '../../../src/shared/clients/client.ts';
import { fillIn } from '../../../src/shared/clients/connection.ts';
import { blocksOf, rowsOf } from '../../support/markdown.ts';

const folder = path.resolve(import.meta.dirname, '../../../docs/clients');
const pages = readdirSync(folder).filter((file) => file.endsWith('.md'));

/** What the guides are written for: the defaults. */
const connection = {
  baseUrl: 'http://127.0.0.1:8642/v1',
  model: 'hermes-agent',
  contextWindow: 128_000,
};

function read(file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}

/** A client's guide; of a guide that several share, its own part and what follows. */
function guideOf(client: ConnectableClient): string {
  const text = read(`${client.guide}.md`);
  return text.slice(Math.max(0, text.indexOf(`\n## ${client.name}\n`)));
}

describe.each(clients)('the guide of $name', (client) => {
  it('has every value of the Connect page, under the same label', () => {
    const rows = rowsOf(guideOf(client));
    for (const field of client.fields) {
      const row = rows.find(([label]) => label === field.label);
      expect(row, field.label).toBeDefined();
      if (field.value === '{key}') expect(row![1]).toContain('Copy API key');
      else expect(row![1]).toBe(`\`${fillIn(field.value, connection)}\``);
    }
  });

  it('has the same steps in the same order', () => {
    const guide = guideOf(client);
    const steps = client.steps.map((step, index) => `${index + 1}. ${fillIn(step, connection)}`);
    const places = steps.map((step) => guide.indexOf(step));
    expect(
      places.every((place) => place >= 0),
      JSON.stringify(steps),
    ).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('has the same files and commands, word for word', () => {
    const codes = blocksOf(guideOf(client)).map((block) => block.code);
    for (const snippet of client.snippets ?? []) {
      expect(codes).toContain(fillIn(snippet.text, connection));
    }
  });

  it('has the same notes', () => {
    const guide = guideOf(client);
    for (const note of client.notes ?? []) expect(guide).toContain(`- ${fillIn(note, connection)}`);
  });

  it('says the address, the key, the model, and how to test it', () => {
    const guide = guideOf(client);
    const values = rowsOf(guide).map(([, value]) => value);
    expect(values).toContainEqual(
      expect.stringMatching(/^`http:\/\/(127\.0\.0\.1|host\.docker\.internal):8642(\/v1)?`$/),
    );
    expect(values).toContain('your key: **Copy API key** in the tray menu');
    expect(guide).toContain('`hermes-agent`');
    expect(guide).toContain('**Self-test**');
    expect(guide).toContain('(troubleshooting.md)');
  });
});

describe('the names of our own settings', () => {
  const root = path.resolve(import.meta.dirname, '../../..');
  const sources = readdirSync(path.join(root, 'src/renderer'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'))
    .map((file) => readFileSync(path.join(root, 'src/renderer', file), 'utf8'))
    .join('\n');
  const texts = [...pages.map(read), readFileSync(path.join(root, 'docs/security.md'), 'utf8')];
  const named = texts.flatMap((text) =>
    [...text.matchAll(/\*\*((?:Server|Streaming|Model|Agent|App|Connect) › [^*]+)\*\*/g)].map(
      ([, name]) => name!,
    ),
  );

  it.each([...new Set(named)])('“%s” is in the window', (name) => {
    for (const part of name.split(' › ')) {
      if (clients.some((client) => client.name === part) || part === '(your client)') continue;
      expect(sources).toContain(part);
    }
  });
});

describe('the messages that troubleshooting explains', () => {
  const folderOfCode = path.resolve(import.meta.dirname, '../../../src/main');
  const code = readdirSync(folderOfCode, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(folderOfCode, file), 'utf8'))
    .join('\n')
    // A text in several pieces is one, and what is filled in is left open.
    .replaceAll(/['`] \+\s+['`]/g, '')
    .replaceAll(/\$\{[^}]*\}/g, '…');
  const page = read('troubleshooting.md');
  const quoted = [...page.matchAll(/(?:^- | )_([^_\n]+)_(?::| in an answer)/gm)].map(
    ([, text]) => text!,
  );
  const browsers = 'CORS error';

  it.each(quoted.filter((text) => text !== browsers))('“%s” is what the code says', (text) => {
    // Not `toContain`, which would print all of the code.
    expect(code.includes(text.replace('8642', '…').replace(/ …$/, ' '))).toBe(true);
  });

  it('are all that start an explanation', () => {
    expect(quoted.length).toBeGreaterThanOrEqual(8);
  });
});

describe('the pages about clients', () => {
  it('are all listed on the first page, and those listed exist', () => {
    const links = [...read('README.md').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, file]) => file!);
    expect([...new Set(links)].sort()).toEqual(pages.filter((file) => file !== 'README.md').sort());
  });

  it('answer every question that is asked most', () => {
    const text = read('troubleshooting.md');
    for (const heading of [
      'No models appear',
      'The connection test passes, but there are no models',
      'An answer takes long',
      'Invalid API key',
      'The host or the origin is refused',
    ]) {
      expect(text).toContain(`## ${heading}\n`);
    }
  });
});
