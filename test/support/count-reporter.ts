import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with one plain line of what was run, for logs that are read by machines. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const flaky: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        counts[test.result().state] += 1;
        if (test.diagnostic()?.flaky) flaky.push(`${module.relativeModuleId} > ${test.fullName}`);
      }
    }
    const skipped = counts.skipped + counts.pending;
    process.on('exit', () => {
      for (const name of flaky) process.stdout.write(`Flaky: ${name}\n`);
      process.stdout.write(
        `Tests: ${counts.passed} passed, ${counts.failed} failed, ${skipped} skipped, ${flaky.length} flaky\n`,
      );
    });
  }
}
