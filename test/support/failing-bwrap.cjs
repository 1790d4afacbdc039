// Loaded before a host (--require): its `bwrap` is one that fails, as on a system that
// does not let it make namespaces. Who starts it notices nothing else.
const childProcess = require('node:child_process');
const modules = require('node:module');
const paths = require('node:path');

for (const name of ['spawn', 'execFile', 'spawnSync', 'execFileSync']) {
  const start = childProcess[name];
  const instead = (file, args, ...rest) =>
    [file, ...(Array.isArray(args) ? args : [])].some(
      (each) => paths.basename(String(each)) === 'bwrap',
    )
      ? start('/bin/sh', ['-c', 'echo "bwrap: broken for this test" >&2; exit 1'], ...rest)
      : start(file, args, ...rest);
  // What `promisify` makes of it stays.
  childProcess[name] = Object.defineProperties(instead, Object.getOwnPropertyDescriptors(start));
}
modules.syncBuiltinESMExports();
