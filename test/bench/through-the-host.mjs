import { newClient, readStream, tokensPerSecond } from './load.mjs';
import { startHost } from './processes.mjs';
import { median, quantile } from './statistics.mjs';

/** Calls each of these in turn, so many times; gives what each gave, without the first `warmUp` rounds. */
async function inTurn(rounds, warmUp, ...measures) {
  const results = measures.map(() => []);
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const [index, measure] of measures.entries()) {
      const result = await measure();
      if (round >= warmUp) results[index].push(result);
    }
  }
  return results;
}

/** Milliseconds to the first token, one client, one request after the other. */
export async function timeToFirstToken({ relay, host }) {
  const clients = [newClient(), newClient()];
  const first = (server, agent) => () => readStream(server.url, { tokens: 1, rate: 0, agent });
  const [ofRelay, ofHost] = await inTurn(
    600,
    400,
    first(relay, clients[0]),
    first(host, clients[1]),
  );
  for (const client of clients) client.destroy();
  return {
    figure: 'time to first token, 1 client, against the relay',
    unit: 'ms',
    baseline: median(ofRelay),
    value: median(ofHost),
    target: { atMost: 1.5 },
  };
}

/** A usual answer, and one so short that the cost of a request itself shows. */
export const usualAnswer = 500;
export const shortAnswer = 64;

/** Tokens a second by so many clients, in answers of so many tokens. */
export async function throughput({ relay, host }, clients, tokens) {
  const agents = [newClient(), newClient()];
  const speed = (server, agent) => () => tokensPerSecond(server.url, { clients, tokens, agent });
  const [ofRelay, ofHost] = await inTurn(11, 2, speed(relay, agents[0]), speed(host, agents[1]));
  for (const agent of agents) agent.destroy();
  return {
    figure: `tokens per second relayed, ${clients} clients, answers of ${tokens} tokens, against the relay`,
    unit: 'tokens/s',
    baseline: median(ofRelay),
    value: median(ofHost),
    target: { atLeast: 0.7 },
  };
}

const streams = 1000;
const tokensPerStream = 200;
const rate = 20;

/** Hosts that are asked, one after the other: how far a process grows is a matter of its garbage collector. */
const hosts = 3;

/** A thousand streams at once, at the pace at which people read. */
export async function manyStreams({ upstream }) {
  const rounds = [];
  for (let round = 0; round < hosts; round += 1) {
    const host = await startHost(upstream);
    try {
      rounds.push(await streamsThrough(host, upstream));
    } finally {
      await host.stop();
    }
  }
  const middle = (field) => median(rounds.map((round) => round[field]));
  return [
    {
      figure: `${streams} streams at ${rate} tokens/s: complete`,
      unit: 'streams',
      baseline: streams,
      value: Math.min(...rounds.map(({ complete }) => complete)),
      target: { atLeast: 1 },
    },
    {
      figure: `${streams} streams at ${rate} tokens/s: p99 gap, against the upstream's`,
      unit: 'ms',
      baseline: middle('gapOfUpstream'),
      value: middle('gap'),
      target: { atMost: 2 },
    },
    {
      figure: `${streams} streams at ${rate} tokens/s: memory of a stream, after a first round`,
      unit: 'KiB',
      baseline: null,
      value: middle('memory'),
      target: { atMost: 60 },
    },
  ];
}

/** What one fresh host makes of them; memory in KiB a stream. */
async function streamsThrough(host, upstream) {
  const agent = newClient();
  // A first round opens the connections and lets the process grow as it will.
  await openStreams(host.url, agent, 20);
  const idle = await host.rss();
  const ofUpstream = await openStreams(upstream.url, agent, tokensPerStream);
  let most = 0;
  const watch = setInterval(() => {
    host.rss().then(
      (bytes) => (most = Math.max(most, bytes)),
      (error) => process.stderr.write(`${error}\n`),
    );
  }, 1000);
  const ofHost = await openStreams(host.url, agent, tokensPerStream);
  clearInterval(watch);
  agent.destroy();
  return {
    complete: ofHost.complete,
    gap: ofHost.p99,
    gapOfUpstream: ofUpstream.p99,
    memory: (most - idle) / 1024 / streams,
  };
}

async function openStreams(url, agent, tokens) {
  const gaps = [];
  const outcomes = await Promise.allSettled(
    Array.from({ length: streams }, () => {
      let last;
      const onToken = (at) => {
        if (last !== undefined) gaps.push(at - last);
        last = at;
      };
      return readStream(url, { tokens, rate, agent, onToken });
    }),
  );
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken) process.stderr.write(`${broken.reason}\n`);
  return {
    complete: outcomes.filter((outcome) => outcome.status === 'fulfilled').length,
    p99: quantile(gaps, 0.99),
  };
}
