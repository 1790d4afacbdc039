import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHeadlessHost, type HeadlessHost } from '../../support/headless-host.ts';
import { responsesClient, textOf } from '../../support/responses-client.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { chatText } from './chat-text.ts';

/**
 * Runs a program in a mount namespace of its own, so that the data folder can be a small or
 * read-only file system without touching the machine. Works without being root, too, where the
 * system lets users have namespaces; elsewhere these tests are skipped.
 */
const inNamespace = ['unshare', '--mount', '--map-root-user'];
const canMount = spawnSync(inNamespace[0]!, [...inNamespace.slice(1), 'true']).status === 0;

/** A command that becomes the host, once this was done in the namespace. */
const after = (preparation: string): string[] => [
  ...inNamespace,
  'sh',
  '-ec',
  `${preparation}\nexec "$0" "$@"`,
];

let dataDir: string;
let upstream: ScriptedUpstream;
let host: HeadlessHost | undefined;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'hermes-disk-'));
  upstream = await startScriptedUpstream();
});
afterEach(async () => {
  await host?.close();
  host = undefined;
  await upstream.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(
  wrapper: string[],
  env?: Record<string, string | undefined>,
): Promise<HeadlessHost> {
  host = await startHeadlessHost({ upstream: upstream.url, dataDir, wrapper, env });
  return host;
}

describe.skipIf(!canMount)('a disk', () => {
  it('that is full lets nothing be stored, says so, and loses nothing that was', async () => {
    const disk = await start(after(`mount -t tmpfs -o size=4m tmpfs '${dataDir}'`));
    const client = responsesClient(disk);
    const runs = (command: string, text: string) =>
      upstream.reply({ toolCalls: [{ name: 'terminal', arguments: { command } }] }, { text });

    upstream.reply({ text: 'Kept' });
    const kept = await client.create({ input: 'Before' });

    runs('cat /dev/zero > big', 'Filled');
    expect(await chatText(disk, 'Fill the disk')).toBe('Filled');

    for (const stream of [false, true]) {
      upstream.reply({ text: 'Lost' });
      const refused = await client.request('POST', '/responses', { input: 'During', stream });
      const text = await refused.text();
      expect(text).toContain('"code":"store_unavailable"');
      expect(text).toContain('the disk is full');
      expect(text).not.toContain('response.completed');
      if (!stream) expect(refused.status).toBe(503);
    }

    upstream.reply({ toolCalls: [{ name: 'write_file', arguments: { path: 'a', content: 'b' } }] });
    upstream.reply({ text: 'Told' });
    expect(await chatText(disk, 'Write')).toBe('Told');
    const result = upstream.requests.at(-1)!.body.messages.at(-1)!.content;
    expect(result).toContain('the disk is full');

    expect(await disk.health()).toMatchObject({ status: 'degraded', store: { ok: false } });

    // What needs no disk goes on; what was stored can be read.
    upstream.reply({ text: 'Chatting' });
    expect(await chatText(disk, 'Hello')).toBe('Chatting');
    expect(textOf(await client.get(kept.id))).toBe('Kept');

    runs('rm big', 'Freed');
    expect(await chatText(disk, 'Free the disk')).toBe('Freed');
    upstream.reply({ text: 'After' });
    const later = await client.create({ input: 'After', previous_response_id: kept.id });
    expect(textOf(await client.get(later.id))).toBe('After');
    expect(textOf(await client.get(kept.id))).toBe('Kept');
    expect((await disk.health()).store).toMatchObject({ ok: true });
  });

  it('that turns read-only before anything was stored says so, and needs no restart', async () => {
    const disk = await start(after(`mount -t tmpfs tmpfs '${dataDir}'`));
    const remount = (mode: string): void => {
      const namespaces = ['--user', '--mount', '--preserve-credentials'];
      const command = ['mount', '-o', `remount,${mode}`, dataDir];
      const target = ['--target', String(disk.pid)];
      const { status, stderr } = spawnSync('nsenter', [...namespaces, ...target, ...command]);
      expect(status, String(stderr)).toBe(0);
    };
    const client = responsesClient(disk);
    remount('ro');
    upstream.reply({ text: 'Lost' }, { text: 'Chatting' }, { text: 'Kept' });
    const refused = await client.request('POST', '/responses', { input: 'During' });
    expect(refused.status).toBe(503);
    expect(await refused.text()).toMatch(/hermes\.db.*Check the rights of the data folder/);
    expect(await chatText(disk, 'Hello')).toBe('Chatting');
    expect(await disk.health()).toMatchObject({ status: 'degraded', store: { ok: false } });
    expect(disk.output()).toMatch(/WARN .*The workspace .* cannot be made/);
    remount('rw');
    const kept = await client.create({ input: 'After' });
    expect(textOf(await client.get(kept.id))).toBe('Kept');
    expect(await disk.health()).toMatchObject({ status: 'ok', store: { ok: true } });
  });

  const filled = (): string =>
    `mount -t tmpfs -o size=64k tmpfs '${dataDir}'; cat /dev/zero > '${dataDir}/big' 2> /dev/null || true`;

  it('that is full at the start is no reason not to chat', async () => {
    const disk = await start(after(filled()));
    upstream.reply({ text: 'Chatting' });
    expect(await chatText(disk, 'Hello')).toBe('Chatting');
    expect(await disk.health()).toMatchObject({ status: 'degraded', store: { ok: false } });
  });

  it.each([
    ['is full when the first key is to be kept', () => filled(), 'no space left on device'],
    ['is read-only', () => `mount -t tmpfs -o ro tmpfs '${dataDir}'`, 'read-only file system'],
  ])('that %s is one clear line that names the folder', async (_, prepare, reason) => {
    await expect(start(after(prepare()), { API_SERVER_KEY: undefined })).rejects.toThrow(
      new RegExp(`^The host ended before it was ready: hermes-tray: .*${dataDir}.*${reason}.*\\n$`),
    );
  });
});

describe('settings and secrets that are damaged', () => {
  it.each([
    ['cut in half', '{"version":1,"server":{"modelId":"mi'],
    ['empty', ''],
    ['binary', '\0\x01\xff\xfe'],
    ['of another shape', '[1,2,3]'],
  ])('(%s) are kept aside and said so, and the host serves with its defaults', async (_, text) => {
    await writeFile(path.join(dataDir, 'settings.json'), text);
    await writeFile(path.join(dataDir, 'secrets.json'), text);
    host = await startHeadlessHost({ upstream: upstream.url, dataDir });
    upstream.reply({ text: 'Fine' });
    expect(await chatText(host, 'Hello')).toBe('Fine');
    const names = await readdir(dataDir);
    for (const name of ['settings', 'secrets']) {
      expect(names.filter((file) => file.startsWith(`${name}.damaged-`))).toHaveLength(1);
      expect(host.output()).toContain(`${name}.json could not be read`);
    }
  });
});
