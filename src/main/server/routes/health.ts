import express from 'express';
import type { McpServerStatus } from '../../agent/mcp/mcp-manager.ts';
import type { Reachability } from '../../model/services/reachability.ts';
import { methodNotAllowed } from '../middleware/method-not-allowed.ts';
import type { ServerDeps } from '../server-deps.ts';

/** How long an answer of the model service's probe holds. */
const probeFreshMs = 10_000;
const probeTimeoutMs = 2000;

/** `GET /health`: the only route that asks for no key. */
export function createHealthRouter({ version }: ServerDeps): express.Router {
  const router = express.Router();
  router
    .route('/health')
    .get((_request, response) => {
      response.json({ status: 'ok', platform: 'hermes-agent', version });
    })
    // Other methods go on to where the key is asked for.
    .options(methodNotAllowed('GET'));
  return router;
}

/** `GET /health/detailed`: what goes on inside. */
export function createDetailedHealthRouter(deps: ServerDeps): express.Router {
  const probe = cachedProbe(deps.reachability);
  const router = express.Router();
  router.route('/health').all(methodNotAllowed('GET'));
  router
    .route('/health/detailed')
    .get(async (_request, response) => {
      const [upstream, store, confinement] = await Promise.all([
        probe(),
        storeHealth(deps),
        deps.confinement(),
      ]);
      const { server } = deps.settings();
      const active = deps.runs.active();
      const waiting = active.filter((run) => run.status === 'queued').length;
      const { rss, heapUsed } = process.memoryUsage();
      response.json({
        status: store.ok && upstream.reachable ? 'ok' : 'degraded',
        platform: 'hermes-agent',
        version: deps.version,
        uptime_seconds: Math.floor(process.uptime()),
        active_runs: active.length - waiting,
        queue: {
          waiting,
          max_concurrent_runs: server.maxConcurrentRuns,
          max_queued_runs: server.maxQueuedRuns,
        },
        store,
        upstream,
        confinement,
        mcp: deps.mcpServers().map(mcpServer),
        memory: { rss_bytes: rss, heap_used_bytes: heapUsed },
      });
    })
    .all(methodNotAllowed('GET'));
  return router;
}

function mcpServer({ since, tools, ...server }: McpServerStatus): object {
  return {
    ...server,
    since: since === null ? null : Math.floor(since / 1000),
    tools: tools.length,
  };
}

interface StoreHealth {
  ok: boolean;
  error?: string;
  responses?: number;
  conversations?: number;
}

async function storeHealth({ store }: ServerDeps): Promise<StoreHealth> {
  try {
    const { responses, conversations } = await store.status();
    return { ok: true, responses, conversations };
  } catch (error) {
    return { ok: false, error: (error as Error).message };
  }
}

/** Asks at most once in a while, whatever happens to the clock, and never waits for long. */
function cachedProbe(probe: ServerDeps['reachability']): () => Promise<Reachability> {
  let latest: { at: number; answer: Promise<Reachability> } | undefined;
  return () => {
    const now = performance.now();
    if (!latest || now - latest.at > probeFreshMs) latest = { at: now, answer: withinTime(probe) };
    return latest.answer;
  };
}

function withinTime(probe: ServerDeps['reachability']): Promise<Reachability> {
  const signal = AbortSignal.timeout(probeTimeoutMs);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () =>
      resolve({ reachable: false, error: `No answer within ${probeTimeoutMs / 1000} seconds` }),
    );
    void probe(signal).then(resolve);
  });
}
