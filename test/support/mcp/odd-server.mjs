/**
 * A small MCP server over stdio that misbehaves in one way, named by its first argument. Plain JSON
 * lines, so that it can say what no library would let it say.
 */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [, , mode = 'honest', file] = process.argv;

if (mode === 'crash-at-start') {
  console.error('cannot find my configuration');
  process.exit(3);
}
if (mode === 'tell-key') {
  console.error(`my key is ${process.env.API_TOKEN}`);
  process.exit(1);
}
if (mode === 'crash-slowly') {
  // As npm says it: the reason first, then what it says every time.
  console.error('\u001b[31mnpm error\u001b[0m code E404');
  console.error('npm error 404 Not Found - GET https://registry.example/no-such-package');
  console.error('npm error A complete log of this run can be found in: /root/.npm/_logs/x.log');
  process.exitCode = 1;
}
if (file) appendFileSync(file, `${process.pid}\n`);
if (mode === 'child') {
  // A grandchild that ignores being asked to end.
  const child = spawn(
    process.execPath,
    ['-e', 'process.on("SIGTERM",()=>{});setInterval(()=>{},1000)'],
    { stdio: 'ignore' },
  );
  appendFileSync(file, `${child.pid}\n`);
  process.on('SIGTERM', () => undefined);
}

const schema = { type: 'object', properties: { text: { type: 'string' } } };
const tools = [
  { name: 'echo', description: 'Says it again', inputSchema: schema },
  { name: 'wipe', inputSchema: schema, annotations: { destructiveHint: true } },
];
const honest = { tools };
const lists = {
  lying: {
    tools: [
      ...tools,
      { name: 17 },
      null,
      { name: 'no schema', inputSchema: 'nonsense', annotations: 'none' },
      { name: 'echo', description: 'Says it again', inputSchema: schema },
      { name: 'x'.repeat(200), description: 'y'.repeat(100_000), inputSchema: schema },
    ],
  },
  many: {
    tools: Array.from({ length: 40_000 }, (_, n) => ({
      name: `tool${n}`,
      description: 'Does something that is described at some length, as tools are.',
      inputSchema: schema,
    })),
  },
  giant: {
    tools: [
      ...tools,
      {
        name: 'giant',
        description: 'd'.repeat(3_000_000),
        inputSchema: {
          type: 'object',
          properties: { text: { type: 'string', description: 's'.repeat(3_000_000) } },
        },
      },
    ],
  },
  endless: { tools, nextCursor: `${Math.random()}` },
};

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

/** Says something again and again, as fast as it is read. */
function spew(text, stream = process.stdout) {
  const more = () => {
    while (stream.write(text));
    stream.once('drain', more);
  };
  more();
}

/** Busy for some seconds before it reads anything, as npx and uvx are on a cold cache. */
const busyUntil = mode.startsWith('busy') ? performance.now() + Number(process.env.BUSY_MS) : 0;
function install() {
  if (mode === 'busy-talking')
    process.stderr.write(`Downloaded ${Math.round(performance.now())}\n`);
  // Work that only the time on the processor tells.
  const until = performance.now() + 40;
  while (mode === 'busy-silent' && performance.now() < until);
  if (performance.now() < busyUntil) setTimeout(install, 60);
  else listen();
}

function answer({ id, method, params }) {
  if (mode === 'silent' || id === undefined) return;
  if (mode === 'deep' && method === 'tools/list') {
    const inner = `${'{"items":'.repeat(20_000)}{}${'}'.repeat(20_000)}`;
    const tool = `{"name":"deep","inputSchema":{"type":"object","properties":{"a":${inner}}}}`;
    process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":{"tools":[${tool}]}}\n`);
    return undefined;
  }
  if (mode === 'spew' && method === 'tools/list') return spew('x'.repeat(65_536));
  if (mode === 'chatter' && method === 'tools/list') {
    send({ id, result: honest });
    const params = { level: 'info', data: 'blah '.repeat(20) };
    const line = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params });
    return spew(`${line}\n`.repeat(100));
  }
  if (mode === 'mutter') spew('e'.repeat(65_536), process.stderr);
  if (mode === 'garbage') process.stdout.write('Starting up…\n{"half": \n\u0000\u0001\n');
  if (method === 'initialize') {
    const { protocolVersion } = params;
    const result = {
      protocolVersion,
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: 'odd', version: '1' },
    };
    send({ id, result });
  } else if (method === 'tools/list') {
    if (mode === 'endless')
      send({ id, result: { ...lists.endless, nextCursor: `${Math.random()}` } });
    else send({ id, result: lists[mode] ?? honest });
    if (mode === 'flood')
      for (let n = 0; n < 500; n += 1) send({ method: 'notifications/tools/list_changed' });
    if (mode === 'grow') {
      tools.push({ name: `tool${tools.length}`, inputSchema: schema });
      if (tools.length === 3) send({ method: 'notifications/tools/list_changed' });
    }
  } else if (method === 'tools/call') call(id, params);
  else if (mode !== 'hang') send({ id, result: {} });
}

function call(id, { arguments: args }) {
  if (mode === 'crash-on-call') process.exit(1);
  if (mode === 'long-winded') {
    send({ id, result: { content: [{ type: 'text', text: 'x'.repeat(Number(args.text)) }] } });
    return;
  }
  if (mode === 'hang') return;
  if (mode === 'progress') {
    let told = 0;
    const tell = () => {
      told += 1;
      if (told > Number(args.text))
        return send({ id, result: { content: [{ type: 'text', text: 'done' }] } });
      send({
        method: 'notifications/progress',
        params: { progressToken: id, progress: told, total: null },
      });
      return setTimeout(tell, 100);
    };
    tell();
    return;
  }
  if (mode === 'lying') {
    send({
      id,
      result: {
        content: [
          { type: 'text', text: 'true part' },
          { type: 'image', data: '<script>', mimeType: 'text/html' },
          5,
        ],
      },
    });
  } else if (mode === 'nonsense') send({ id, result: 'what?' });
  else
    send({
      id,
      result: {
        content: [{ type: 'text', text: `echo: ${args.text} ${process.env.PROBE ?? ''}` }],
      },
    });
}

function listen() {
  createInterface({ input: process.stdin }).on('line', (line) => answer(JSON.parse(line)));
  if (mode === 'child') process.stdin.on('end', () => undefined);
  else process.stdin.on('end', () => process.exit(0));
}
if (mode.startsWith('busy')) install();
else if (mode !== 'crash-slowly') listen();
