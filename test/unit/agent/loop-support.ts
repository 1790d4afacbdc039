import { afterEach, beforeEach } from 'vitest';
import { z } from 'zod';
import type { AgentRequest } from '../../../src/main/agent/agent.ts';
import type { ApprovalDecision, Approvals } from '../../../src/main/agent/approvals/approvals.ts';
import { createPresence } from '../../../src/main/agent/approvals/presence.ts';
import { describeTool } from '../../../src/main/agent/loop/call-tools.ts';
import { runLoop, type LoopParts } from '../../../src/main/agent/loop/loop.ts';
import { defineTool } from '../../../src/main/agent/tool.ts';
import { createCallPaths } from '../../../src/main/agent/tools/files/call-paths.ts';
import type { ChatMessage, FunctionTool, Model } from '../../../src/main/model/model.ts';
import { createUpstreamModel } from '../../../src/main/model/upstream/upstream-model.ts';
import type { RunEventPayload } from '../../../src/shared/run-events.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../support/scripted-upstream.ts';

/** The scripted model service of the test that runs. */
export let upstream: ScriptedUpstream;
beforeEach(async () => {
  upstream = await startScriptedUpstream();
});
afterEach(() => upstream.close());

/** The real model client over the scripted service. */
export function model(contextWindow = 128_000): Model {
  return createUpstreamModel({
    baseUrl: upstream.url,
    apiKey: 'sk-test',
    model: 'test-model',
    label: 'Test',
    contextWindow,
    firstByteTimeoutMs: 20_000,
    betweenChunksTimeoutMs: 20_000,
  });
}

/** Approvals that always decide so. */
export function deciding(decision: ApprovalDecision): Approvals {
  return {
    decide: (request, { onAsk }) => {
      if (decision.source === 'person') {
        onAsk({ ...request, id: 'appr_1', requestedAt: 0, expiresAt: 1 });
      }
      return Promise.resolve(decision);
    },
    pending: () => [],
    answer: () => 'unknown',
    forget: () => {},
    presence: createPresence({ window: false, possible: () => false }),
    onChange: () => () => {},
  };
}

export const echo = defineTool({
  name: 'echo',
  description: 'Says it again.',
  parameters: z.object({ text: z.string() }),
  summarize: ({ text }) => text,
  execute: ({ text }) => Promise.resolve({ output: `echo: ${text}` }),
});

export const weather: FunctionTool = {
  type: 'function',
  function: { name: 'get_weather', parameters: { type: 'object', properties: {} } },
};

export interface Ran {
  events: RunEventPayload[];
  recorded: ChatMessage[];
  result: ReturnType<typeof runLoop>;
  abort: (reason: Error) => void;
}

/** Runs the loop, recording what it emits. */
export function run(request: Partial<AgentRequest> = {}, parts: Partial<LoopParts> = {}): Ran {
  const events: RunEventPayload[] = [];
  const recorded: ChatMessage[] = [];
  const abort = new AbortController();
  const result = runLoop(
    {
      messages: [{ role: 'user', content: 'go' }],
      clientTools: [],
      parameters: {},
      conversationId: 'c',
      client: 'test',
      ...request,
    },
    {
      runId: 'run_1',
      emit: (event) => events.push(event),
      record: (message) => recorded.push(message),
      signal: abort.signal,
    },
    {
      model: model(),
      tools: [echo],
      describe: describeTool,
      redactKeys: (text) => text,
      approvals: deciding({ answer: 'once', source: 'mode' }),
      layer: (messages) => [{ role: 'system', content: 'You are Hermes.' }, ...messages],
      workspace: '/tmp',
      callPaths: () => createCallPaths('/tmp', { home: '/home/ada', dataDir: '/data' }),
      maxIterations: 5,
      ...parts,
    },
  );
  result.catch(() => undefined);
  return { events, recorded, result, abort: (reason) => abort.abort(reason) };
}

/** A call of the `echo` tool. */
export const call = (
  text: string,
  id = `call_${text}`,
): { id: string; name: string; arguments: object } => ({
  id,
  name: 'echo',
  arguments: { text },
});
