/** The yardstick for memory: a server that does nothing. */
import express from 'express';

const server = express().listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening ${server.address().port}\n`);
});
