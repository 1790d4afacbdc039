#!/usr/bin/env node
// Runs the unit and HTTP tests on another Node: `npm run test:on-node -- 26` (a major or a whole version;
// several run in turn; a `--` and what follows goes to vitest). The binary is npm's package `node`, kept
// in the user's cache folder. Exits with the first failing run's code.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const given = process.argv.slice(2);
const end = given.includes('--') ? given.indexOf('--') : given.length;
const versions = given.slice(0, end);
const vitestArgs = given.slice(end + 1);
if (versions.length === 0 || versions.some((version) => !/^\d+(\.\d+){0,2}$/.test(version))) {
  console.error('Name the Node to test on, such as: npm run test:on-node -- 26');
  process.exit(2);
}

/** Runs a program with its output shown. @returns its exit code */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (error) throw error;
  return status ?? 1;
}

/** The folder of a Node's binary, installed if need be. */
async function binaryOf(version) {
  const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
  const folder = path.join(cache, 'hermes-tray', `node-${version}`);
  const bin = path.join(folder, 'node_modules', 'node', 'bin');
  if (!existsSync(path.join(bin, 'node'))) {
    await mkdir(folder, { recursive: true });
    const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--no-save'];
    const installed = run('npm', [...args, '--loglevel=error', `node@${version}`]);
    if (installed !== 0) process.exit(installed);
  }
  return bin;
}

for (const version of versions) {
  const bin = await binaryOf(version);
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  const node = path.join(bin, 'node');
  run(node, ['--eval', 'console.log(`On Node ${process.version}`)']);
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const code = run(node, [vitest, 'run', ...vitestArgs], { cwd: root, env });
  if (code !== 0) process.exit(code);
}
