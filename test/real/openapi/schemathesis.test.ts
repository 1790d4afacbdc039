import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startInstantUpstream, type InstantUpstream } from '../../fuzz/instant-upstream.ts';
import { startTestHost, type TestHost } from '../../support/test-host.ts';

/**
 * Schemathesis makes requests out of the OpenAPI document, such as it allows and such as it does not,
 * and holds the answers against it. SCHEMATHESIS_CASES says how many there are at least (2500 before a
 * release); the usual number fits CI.
 */
const cases = Number(process.env.SCHEMATHESIS_CASES ?? 400);
const seed = process.env.SCHEMATHESIS_SEED ?? '8642';
const version = '4.32.5';

const noWaiting = `[[operations]]
include-name = "GET /approvals"
parameters = { "query.wait" = "0" }
`;

const execute = promisify(execFile);
let upstream: InstantUpstream;
let host: TestHost;
let folder: string;

/** The program from PyPI, kept among the caches of the tests. */
async function schemathesis(): Promise<string> {
  const place = path.join(homedir(), '.cache', 'hermes-tray', `schemathesis-${version}`);
  const program = path.join(place, 'bin', 'schemathesis');
  if (!existsSync(program)) {
    await execute('python3', ['-m', 'venv', place]);
    const pip = path.join(place, 'bin', 'pip');
    await execute(pip, ['install', '--quiet', `schemathesis==${version}`]);
  }
  return program;
}

/**
 * What no schema can say: whether the bytes of a file are of a kind that can be read, whether what is
 * named by its id or its name stands elsewhere in the same request, and whether a task's time is one
 * that comes.
 */
const beyondSchemas =
  /"param":"schedule|"message":"[^"]*(this file cannot be read|there is no call with the id|there is no function \\"[^]*among the tools|none of the allowed tools)/;

/** What was found, with the operation it was found at. */
function findingsIn(report: string): string[] {
  const found = report.split(/=+ FAILURES =+/)[1]?.split(/=+ (?:WARNINGS|SUMMARY) =+/)[0] ?? '';
  return found
    .split(/^_{3,} (?=\S)/m)
    .slice(1)
    .flatMap((section) => {
      const [operation = '', ...cases] = section.split(/^\d+\. Test Case ID: /m);
      return cases.map((text) => `${operation.split(' _')[0]}: ${text}`);
    })
    .filter((finding) => !beyondSchemas.test(finding));
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hermes-schemathesis-'));
  upstream = await startInstantUpstream(() => ({ text: ['Fine', '.'] }));
  host = await startTestHost({ upstream: upstream.url });
});
afterAll(async () => {
  await host.close();
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

it(
  `${cases} requests made of the document find nothing`,
  // Of the 2,500, a slow machine sends some ten a second.
  { timeout: 60_000 + cases * 400 },
  async () => {
    const document = await fetch(`${host.url}/v1/openapi.json`, { headers: host.headers });
    const { paths } = (await document.json()) as { paths: Record<string, object> };
    const operations = Object.values(paths).flatMap((methods) => Object.keys(methods)).length;
    const program = await schemathesis();
    // Nothing ever waits here for a decision, so asking for it would take its whole time.
    await writeFile(path.join(folder, 'schemathesis.toml'), noWaiting);
    // It ends with 1 where it has found something; what it prints says what.
    const { stdout } = await execute(
      program,
      [
        'run',
        `${host.url}/v1/openapi.json`,
        `--url=${host.url}/v1`,
        `--header=Authorization: Bearer ${host.key}`,
        `--max-examples=${Math.ceil(cases / operations)}`,
        `--seed=${seed}`,
        '--phases=coverage,fuzzing,stateful',
        '--continue-on-failure',
        '--no-color',
      ],
      { cwd: folder, maxBuffer: 64 * 2 ** 20 },
    ).catch((failed: { stdout: string; stderr: string }) => failed);
    expect(stdout).not.toMatch(/=+ ERRORS =+/);
    expect(findingsIn(stdout)).toEqual([]);
    const generated = Number(/([\d,]+) generated/.exec(stdout)?.[1]?.replaceAll(',', '') ?? 0);
    expect(generated, stdout).toBeGreaterThanOrEqual(cases);
    // Nothing is left running, and nothing went wrong inside.
    await expect.poll(() => host.host.runs.active()).toEqual([]);
    expect(host.host.logs.after(0).filter(({ level }) => level === 'error')).toEqual([]);
  },
);
