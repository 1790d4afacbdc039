import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LogBuffer, type LogLine } from '../../../src/main/log/log-buffer.ts';
import { createLogFile } from '../../../src/main/log/log-file.ts';
import { createLogger } from '../../../src/main/log/logger.ts';
import { openLog } from '../../../src/main/log/open-log.ts';
import { createRedactor } from '../../../src/main/log/redactor.ts';

function setUp(options: { level?: 'trace' | 'info' | 'error'; known?: string[] } = {}) {
  const buffer = new LogBuffer();
  const printed: string[] = [];
  const filed: string[] = [];
  const logger = createLogger({
    level: options.level ?? 'trace',
    source: 'host',
    redactor: createRedactor(options.known),
    sinks: {
      buffer,
      console: (text) => printed.push(text),
      file: (text) => filed.push(text),
    },
  });
  return { logger, buffer, printed, filed, lines: () => buffer.after(0) };
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hermes-log-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a line carries its level, source, message and fields', () => {
  const { logger, lines } = setUp();
  logger.info('started', { port: 1 });
  logger.child('server').child('sse').warn('slow');
  expect(lines()).toMatchObject([
    { id: 1, level: 'info', source: 'host', message: 'started', fields: { port: 1 } },
    { id: 2, level: 'warn', source: 'server.sse', message: 'slow' },
  ]);
  expect(lines()[0]?.at).toBeGreaterThan(Date.now() - 60_000);
});

test('lines below the level are left out, also of children and after a change', () => {
  const { logger, lines } = setUp({ level: 'error' });
  const child = logger.child('a');
  child.warn('no');
  logger.level = 'info';
  child.warn('yes');
  child.debug('no');
  expect(lines().map(({ message }) => message)).toEqual(['yes']);
});

test('no secret reaches any of the three places, wherever it stands', () => {
  const { logger, printed, filed, buffer } = setUp({ known: ['plain-known-value'] });
  logger.info('key plain-known-value', { headers: { 'x-api-key': 'abc-secret' } });
  logger.warn('url https://x/?token=abc-secret', { list: ['Bearer abc-secret'] });
  logger.error('failed', { error: new Error('401 for sk-abcdefghijklmnop') });
  logger.info('cause', { error: new Error('a', { cause: new Error('plain-known-value') }) });
  const all = printed.join() + filed.join() + JSON.stringify(buffer.after(0));
  expect(all).not.toMatch(/plain-known-value|abc-secret|sk-abcdefghijklmnop/);
  expect(all).toContain('[redacted]');
});

test('an error keeps its type, message, stack and cause', () => {
  const { logger, lines } = setUp();
  logger.error('failed', { error: new TypeError('wrong', { cause: new Error('why') }) });
  expect(lines()[0]?.fields?.error).toMatchObject({
    type: 'TypeError',
    message: 'wrong',
    stack: expect.stringContaining('logger.test'),
    cause: { message: 'why' },
  });
});

test('fields that are no JSON do no harm', () => {
  const { logger, lines } = setUp();
  const circle: Record<string, unknown> = { big: 1n, call: () => 1, missing: undefined };
  circle.self = circle;
  logger.info('odd', { circle });
  expect(lines()).toHaveLength(1);
});

test('the terminal gets one line for each, whatever is in it', () => {
  const { logger, printed } = setUp();
  logger
    .child('tools')
    .warn('first\nsecond', { command: 'echo "a"\nb', code: 1, error: new Error('x') });
  expect(printed).toHaveLength(1);
  expect(printed[0]).toMatch(
    /^\d\d:\d\d:\d\d WARN {2}tools: first\\nsecond command="echo \\"a\\"\\nb" code=1 error="x"\n$/,
  );
});

test('a very long message is cut', () => {
  const { logger, lines } = setUp();
  logger.info('x'.repeat(1_000_000));
  expect(lines()[0]?.message.length).toBeLessThan(10_000);
});

const line = (message: string): Omit<LogLine, 'id'> => ({
  at: 0,
  level: 'info',
  source: 't',
  message,
});

test('the buffer keeps the latest lines', () => {
  const buffer = new LogBuffer({ maxLines: 3 });
  for (const message of ['a', 'b', 'c', 'd', 'e']) buffer.add(line(message));
  expect(buffer.after(0).map(({ id, message }) => [id, message])).toEqual([
    [3, 'c'],
    [4, 'd'],
    [5, 'e'],
  ]);
  expect(buffer.after(4).map(({ message }) => message)).toEqual(['e']);
  expect(buffer.after(0, 2).map(({ message }) => message)).toEqual(['c', 'd']);
  expect(buffer.after(99)).toEqual([]);
});

test('the buffer keeps no more text than it may', () => {
  const buffer = new LogBuffer({ maxCharacters: 10_000 });
  for (let index = 0; index < 100; index += 1) buffer.add(line('x'.repeat(900)));
  expect(buffer.size).toBe(10);
  buffer.add(line('y'.repeat(50_000)));
  expect(buffer.after(0)).toHaveLength(1);
});

test('a cleared buffer is empty and goes on counting', () => {
  const buffer = new LogBuffer({ maxLines: 3 });
  for (const message of ['a', 'b', 'c', 'd']) buffer.add(line(message));
  buffer.clear();
  expect(buffer.after(0)).toEqual([]);
  buffer.add(line('e'));
  expect(buffer.after(0)).toMatchObject([{ id: 5, message: 'e' }]);
});

test('subscribers get what comes in batches, in order, none lost or doubled', async () => {
  const buffer = new LogBuffer({ batchMs: 5 });
  buffer.add(line('before'));
  const batches: string[][] = [];
  let enough!: () => void;
  const done = new Promise<void>((resolve) => (enough = resolve));
  const stop = buffer.subscribe((lines) => {
    batches.push(lines.map(({ message }) => message));
    if (batches.flat().length < 20) for (let i = 0; i < 10; i += 1) buffer.add(line(`more ${i}`));
    else enough();
  });
  for (let index = 0; index < 10; index += 1) buffer.add(line(`line ${index}`));
  expect(batches).toEqual([]);
  await done;
  stop();
  expect(batches.map((batch) => batch.length)).toEqual([10, 10]);
  expect(batches[0]?.[0]).toBe('line 0');
});

test('the log file rotates by size and keeps as many files as it may', async () => {
  const folder = await temporaryFolder();
  const errors: Error[] = [];
  const file = createLogFile({
    path: join(folder, 'logs', 'a.log'),
    maxBytes: 100,
    maxFiles: 3,
    onError: (error) => errors.push(error),
  });
  for (let index = 0; index < 10; index += 1) {
    file.write(`${index} ${'ä'.repeat(24)}\n`);
    await file.flush();
  }
  expect((await readdir(join(folder, 'logs'))).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
  expect(await readFile(join(folder, 'logs', 'a.log'), 'utf8')).toContain('9 ');
  expect(await readFile(join(folder, 'logs', 'a.log.1'), 'utf8')).toContain('8 ');
  expect((await stat(join(folder, 'logs', 'a.log'))).mode & 0o777).toBe(0o600);
  expect(errors).toEqual([]);
});

test('a later process appends to the log file and counts what is there', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'a.log');
  await writeFile(path, 'x'.repeat(90));
  const file = createLogFile({ path, maxBytes: 100, onError: () => {} });
  file.write('y\n');
  file.write('z\n');
  await file.flush();
  expect(await readFile(path, 'utf8')).toBe(`${'x'.repeat(90)}y\nz\n`);
});

test('a log file that cannot be written is reported once, and harms nobody', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'logs'), '');
  const { logger, logs, flush } = openLog({ dataDir: folder, level: 'info' });
  logger.info('one');
  await flush();
  logger.info('two');
  await flush();
  const messages = logs.after(0).map(({ message }) => message);
  expect(messages).toEqual(['one', 'The log file cannot be written', 'two']);
});

test('the log file holds every line as JSON', async () => {
  const folder = await temporaryFolder();
  const { logger, flush } = openLog({ dataDir: folder, level: 'info' });
  for (let index = 0; index < 100; index += 1) logger.info(`line ${index}`);
  await flush();
  const text = await readFile(join(folder, 'logs', 'hermes-tray.log'), 'utf8');
  const messages = text
    .trimEnd()
    .split('\n')
    .map((json) => (JSON.parse(json) as LogLine).message);
  expect(messages).toEqual(Array.from({ length: 100 }, (_, index) => `line ${index}`));
});

test('an error is in the log file at once, after all that was logged before it', async () => {
  const folder = await temporaryFolder();
  const { logger, flush } = openLog({ dataDir: folder, level: 'info' });
  const messages = (): string[] =>
    readFileSync(join(folder, 'logs', 'hermes-tray.log'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((json) => (JSON.parse(json) as LogLine).message);
  logger.info('before');
  logger.error('crash');
  expect(messages()).toEqual(['before', 'crash']);
  logger.info('after');
  await flush();
  expect(messages()).toEqual(['before', 'crash', 'after']);
});

test('a log of errors alone rotates too, and a disk that takes none harms nobody', async () => {
  const folder = await temporaryFolder();
  const errors: Error[] = [];
  const path = join(folder, 'logs', 'a.log');
  const onError = (error: Error): void => void errors.push(error);
  const file = createLogFile({ path, maxBytes: 100, maxFiles: 3, onError });
  await writeFile(join(folder, 'logs'), '');
  for (let index = 0; index < 3; index += 1) file.writeNow('lost\n');
  expect(errors).toHaveLength(1);
  await rm(join(folder, 'logs'));
  for (let index = 0; index < 10; index += 1) file.writeNow(`${index} ${'ä'.repeat(24)}\n`);
  expect((await readdir(join(folder, 'logs'))).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
  expect(readFileSync(path, 'utf8')).toContain('9 ');
  expect(errors).toHaveLength(1);
});

test('a log file goes on when its disk takes lines again', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'logs'), '');
  const { logger, logs, flush } = openLog({ dataDir: folder, level: 'info' });
  logger.info('lost');
  await flush();
  await rm(join(folder, 'logs'));
  logger.info('kept');
  await flush();
  expect(await readFile(join(folder, 'logs', 'hermes-tray.log'), 'utf8')).toContain('"kept"');
  await rm(join(folder, 'logs'), { recursive: true });
  await writeFile(join(folder, 'logs'), '');
  logger.info('lost again');
  await flush();
  const warnings = logs.after(0).filter(({ level }) => level === 'warn');
  expect(warnings).toHaveLength(2);
});
