#!/usr/bin/env node
/**
 * `docker run` for machines without Docker's own CLI: reads the flags that the pages use as strictly
 * as that does, and asks the engine at `DOCKER_HOST` for the same.
 */
import { parseArgs } from 'node:util';

/** As Docker's own leaves when the command line is wrong. */
function refuse(message) {
  process.stderr.write(`docker: ${message}\n\nRun 'docker run --help' for more information\n`);
  process.exit(125);
}

const text = { type: 'string' };
const options = {
  detach: { type: 'boolean', short: 'd' },
  publish: { ...text, short: 'p', multiple: true },
  env: { ...text, short: 'e', multiple: true },
  volume: { ...text, short: 'v', multiple: true },
  'add-host': { ...text, multiple: true },
  network: text,
  name: text,
  restart: text,
};

const [verb, ...args] = process.argv.slice(2);
if (verb !== 'run') refuse(`unknown command: docker ${verb}`);

let parsed;
try {
  parsed = parseArgs({ args, options, allowPositionals: true, tokens: true });
} catch (error) {
  refuse(error.message);
}
const { values, positionals, tokens } = parsed;
const image = tokens.find(({ kind }) => kind === 'positional');
if (!image) refuse("'docker run' requires at least 1 argument");
// What stands behind the image is the container's own command.
if (tokens.some((token) => token.kind === 'option' && token.index > image.index)) {
  refuse(`a flag stands behind the image ${image.value}`);
}
if (positionals.length > 1) refuse(`${image.value} takes no command in the pages`);

function check(name, pattern) {
  for (const value of [values[name] ?? []].flat()) {
    if (!pattern.test(value)) refuse(`invalid argument "${value}" for --${name}`);
  }
}
check('publish', /^\d+:\d+$/);
check('env', /^\w+(=.*)?$/);
check('volume', /^[\w.-]+:\/[\w./-]+$/);
check('add-host', /^[\w.-]+:(host-gateway|[\d.]+)$/);
check('network', /^(bridge|host|default)$/);
check('name', /^[a-zA-Z0-9][\w.-]+$/);

async function engine(path, body) {
  const url = `${process.env.DOCKER_HOST.replace('tcp:', 'http:')}/v1.50${path}`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const answer = await response.text();
  if (!response.ok) refuse(JSON.parse(answer).message);
  return answer === '' ? {} : JSON.parse(answer);
}

const ports = (values.publish ?? []).map((each) => each.split(':'));
const { Id: id } = await engine('/containers/create', {
  Image: image.value,
  // A name alone takes the value from the environment.
  Env: (values.env ?? []).map((each) =>
    each.includes('=') ? each : `${each}=${process.env[each]}`,
  ),
  HostConfig: {
    NetworkMode: values.network ?? 'default',
    ExtraHosts: values['add-host'] ?? [],
    PortBindings: Object.fromEntries(
      ports.map(([host, inside]) => [`${inside}/tcp`, [{ HostPort: host }]]),
    ),
    Binds: values.volume ?? [],
    RestartPolicy: { Name: values.restart ?? 'no' },
  },
});
await engine(`/containers/${id}/start`);
if (values.detach) process.stdout.write(`${id}\n`);
else process.exitCode = (await engine(`/containers/${id}/wait`)).StatusCode;
