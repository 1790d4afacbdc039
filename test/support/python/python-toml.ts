import { spawnSync } from 'node:child_process';

const read = 'import json, sys, tomllib; print(json.dumps(tomllib.loads(sys.stdin.read())))';

/** Whether there is a Python that reads TOML: 3.11 or newer. */
export function hasToml(): boolean {
  return spawnSync('python3', ['-c', 'import tomllib']).status === 0;
}

/**
 * What a TOML file says, as Python's own library reads it.
 * @throws with what it said of the mistake
 */
export function parseToml(text: string): unknown {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', read], {
    input: text,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}
