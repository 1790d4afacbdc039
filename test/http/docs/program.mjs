#!/usr/bin/env node
/**
 * Stands for a program that is not installed here, under whose name it is called: tells the test
 * how it was started, prints what that program would show, and fails where it would fail.
 */
import path from 'node:path';

const response = await fetch(process.env.STAND_IN_URL, {
  method: 'POST',
  body: JSON.stringify({
    program: path.basename(process.argv[1]),
    arguments: process.argv.slice(2),
    environment: process.env,
  }),
});
process.stdout.write(`${await response.text()}\n`);
process.exitCode = response.ok ? 0 : 1;
