import type { MutantTable } from '../mutant.ts';

const test = 'test/http/faults/clock.test.ts';
const hung = 'does not keep a model service that hangs from being given up';
const uptime = 'leaves the uptime right, and the model service is looked for as often as before';

/** A timer that goes by the clock on the wall, as a change for each place that has one. */
const byTheWall = (strike: string, ms: string): string =>
  `((end) => setInterval(() => Date.now() > end && (${strike})(), 20))(Date.now() + ${ms})`;

/** quality.md, Faults: the clock jumps, ahead and back. */
export const clockFaultsMutants: MutantTable = {
  section: 'Faults: clock',
  mutants: [
    {
      promise: 'a jump ahead breaks off no answer',
      file: 'src/main/model/upstream/http/watchdog.ts',
      find: 'this.#timer = setTimeout(this.#strike, firstMs);',
      replace: `this.#timer = ${byTheWall('this.#strike', 'firstMs')};`,
      test,
      name: 'breaks off no answer under way',
    },
    {
      promise: 'a jump back does not keep a service that hangs from being given up',
      file: 'src/main/model/upstream/http/watchdog.ts',
      find: 'this.#timer = setTimeout(this.#strike, firstMs);',
      replace: `this.#timer = ${byTheWall('this.#strike', 'firstMs')};`,
      test,
      name: hung,
    },
    {
      promise: 'a jump leaves the keepalive as it was',
      file: 'src/main/server/streaming/sse-writer.ts',
      find: 'setTimeout(() => this.#keepAlive(), this.#options.keepaliveMs);',
      replace: `${byTheWall('() => this.#keepAlive()', 'this.#options.keepaliveMs')};`,
      test,
      name: 'keeps silent streams alive as before',
    },
    {
      promise: 'a jump neither answers nor forgets what waits for a person',
      file: 'src/main/agent/approvals/gate.ts',
      find: "setTimeout(() => settle({ answer: 'deny', source: 'timeout' }), timeoutMs);",
      replace: `${byTheWall("() => settle({ answer: 'deny', source: 'timeout' })", 'timeoutMs')};`,
      test,
      name: 'neither answers nor forgets what waits for a person',
    },
    {
      promise: 'a jump leaves the time of grace as it was',
      file: 'src/main/runs/active-run.ts',
      find: `setTimeout(
          () => this.cancel('client_disconnected'),
          this.#options.graceMs,
        );`,
      replace: `${byTheWall("() => this.cancel('client_disconnected')", 'this.#options.graceMs')};`,
      test,
      name: 'lets a run go on for the time of grace, no more and no less',
    },
    {
      promise: 'a jump leaves the uptime right',
      file: 'src/main/server/routes/health.ts',
      find: 'Math.floor(process.uptime())',
      replace: 'Math.floor((Date.now() - deps.startedAt) / 1000)',
      test,
      name: uptime,
    },
    {
      promise: 'a jump leaves alone how often the model service is looked for',
      file: 'src/main/server/routes/health.ts',
      find: 'const now = performance.now();',
      replace: 'const now = Date.now();',
      test,
      name: uptime,
    },
    {
      promise: 'a jump leaves the time right for which a background process runs',
      file: 'src/main/agent/tools/terminal/process.ts',
      find: '(performance.now() - startedAt)',
      replace: '(Date.now() - performance.timeOrigin - startedAt)',
      test,
      name: 'leaves the time right for which a background process runs',
    },
    {
      promise: 'a jump takes no lock from its holder',
      file: 'src/main/system/locks/file-lock.ts',
      find: 'const now = performance.now();',
      replace: 'const now = Date.now();',
      test: 'test/unit/agent/tools/knowledge/memory.test.ts',
      name: 'is not taken from its holder because the clock jumped ahead',
    },
    {
      promise: 'a jump leaves the newest run first',
      file: 'src/main/runs/runs.ts',
      find: 'b.number - a.number',
      replace: 'b.createdAt - a.createdAt',
      test: 'test/unit/runs/runs.test.ts',
      name: 'lists the newest first, whatever the clock says',
    },
  ],
};
