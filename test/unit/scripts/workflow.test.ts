import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Workflow {
  jobs: Record<string, { needs?: string | string[]; steps: { run?: string; uses?: string }[] }>;
}

const { jobs } = parse(read('.github/workflows/check.yml')) as Workflow;
const steps = Object.values(jobs).flatMap((job) => job.steps);
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

it('the workflow runs only scripts that exist', () => {
  const commands = steps.map(({ run = '' }) => run).join('\n');
  const named = [...commands.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!);
  expect(named).toContain('dist');
  for (const name of named) expect(scripts).toHaveProperty([name]);
  for (const [file] of commands.matchAll(/(?:\.ci|scripts)\/[\w.-]+/g)) {
    expect(existsSync(path.join(root, file)), file).toBe(true);
  }
});

it('the workflow needs only jobs that exist', () => {
  for (const needed of Object.values(jobs).flatMap(({ needs = [] }) => needs)) {
    expect(jobs).toHaveProperty([needed]);
  }
});

it('between them, CI on Linux and the other systems run each part of npm run check', () => {
  const ci = read('.ci/run') + steps.map(({ run = '' }) => run).join('\n');
  const named = [...ci.matchAll(/npm (?:run )?(?:--silent )?([\w:-]+)/g)].map(([, name]) => name!);
  const run = [ci, ...named.map((name) => `npm run ${name} && ${scripts[name] ?? ''}`)].join('\n');
  const parts = scripts['check']!.split(' && ').map((part) => part.replace(/^npm (run )?/, ''));
  for (const part of parts) expect(run).toMatch(new RegExp(`(npm run |&& )${part}\\b`));
});

it('actions are pinned by digest, so that a moved tag changes nothing', () => {
  const used = steps.flatMap(({ uses }) => uses ?? []);
  expect(used.length).toBeGreaterThan(10);
  for (const action of used) expect(action).toMatch(/@[0-9a-f]{40}$/);
});
