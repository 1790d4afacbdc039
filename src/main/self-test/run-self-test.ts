import type { SelfTestStep } from '../../shared/desktop-state.ts';
import { clientById } from '../../shared/clients.ts';
import { selfTestTitles } from '../../shared/self-test-titles.ts';
import { checkChat, checkChatImage, checkChatStream, checkChatTool, chatPath } from './chat.ts';
import { checkModels, checkPreflight, type ListedModel } from './connection-steps.ts';
import { SelfTestFailure } from './failures.ts';
import { createProbe, exchange, type Probe } from './probe.ts';
import {
  checkResponse,
  checkResponseImage,
  checkResponseStream,
  checkResponseTool,
  responsesPath,
} from './responses.ts';

/** Which server is tested, and who is told. */
export interface SelfTestOptions {
  /** Of the running server, with `/v1`. */
  baseUrl: string;
  /** Undefined where none is set. */
  key: string | undefined;
  /** The model id that clients see; the list of models has the last word. */
  model: string;
  /** Told of each step as it begins and as it ends. */
  onStep: (step: SelfTestStep) => void;
  signal: AbortSignal;
  /** How long one step may take, in milliseconds. Default: two minutes, for slow models. */
  stepTimeoutMs?: number;
}

type StepId = SelfTestStep['id'];
type Check = (probe: Probe, model: string, now: () => number) => Promise<string>;

/** A step that does not apply, with the reason. */
class Skipped {
  constructor(readonly reason: string) {}
}

const checks = {
  chat: {
    path: chatPath,
    plain: checkChat,
    stream: checkChatStream,
    tool: checkChatTool,
    image: checkChatImage,
  },
  responses: {
    path: responsesPath,
    plain: checkResponse,
    stream: checkResponseStream,
    tool: checkResponseTool,
    image: checkResponseImage,
  },
} as const satisfies Record<string, Record<string, unknown> & Record<'plain' | 'tool', Check>>;

/**
 * Calls the running server as a client does, step by step, and says in plain words what works and
 * what would not. Costs a few short model calls. A client that is not known is tested like curl.
 * @returns the finished steps, in order; a failed step is no exception
 * @throws the signal's reason when it is aborted
 */
export async function runSelfTest(
  clientId: string,
  options: SelfTestOptions,
): Promise<SelfTestStep[]> {
  const { onStep, signal, stepTimeoutMs = 120_000 } = options;
  const client = clientById(clientId);
  const { calls } = client;
  const now = (): number => performance.now();
  const { path, plain, stream, tool, image } = checks[calls.api];
  let model: Omit<ListedModel, 'detail'> = { id: options.model, inputModalities: undefined };

  const work: Record<StepId, (probe: Probe) => Promise<string | Skipped>> = {
    async preflight(probe) {
      if (calls.origin === null) return new Skipped(`${client.name} is no web page.`);
      return checkPreflight(probe, path(probe));
    },
    async models(probe) {
      if (calls.models === null) {
        return new Skipped(`${client.name} does not ask for the list of models.`);
      }
      const { detail, ...listed } = await checkModels(probe, calls.models);
      model = listed;
      return detail;
    },
    plain: (probe) => plain(probe, model.id),
    stream: (probe) => stream(probe, model.id, now),
    tool: (probe) => tool(probe, model.id),
    async image(probe) {
      if (calls.asksForVision && model.inputModalities?.includes('image') === false) {
        return new Skipped(`The model reads no pictures, so ${client.name} sends none.`);
      }
      return image(probe, model.id);
    },
  };

  const steps: SelfTestStep[] = [];
  let ended: string | undefined;
  for (const id of Object.keys(selfTestTitles) as StepId[]) {
    const title = selfTestTitles[id];
    const finish = (state: SelfTestStep['state'], detail: string, ms: number | null): void => {
      const step = { id, title, state, detail, ms };
      steps.push(step);
      onStep(step);
    };
    if (ended !== undefined) {
      finish('skipped', ended, null);
      continue;
    }
    onStep({ id, title, state: 'running', detail: '', ms: null });
    const began = now();
    const timeout = AbortSignal.timeout(stepTimeoutMs);
    try {
      const probe = createProbe({
        calls,
        baseUrl: options.baseUrl,
        key: options.key ?? '',
        signal: AbortSignal.any([signal, timeout]),
        exchange,
      });
      const result = await work[id](probe);
      if (result instanceof Skipped) finish('skipped', result.reason, null);
      else finish('passed', result, Math.round(now() - began));
    } catch (error) {
      signal.throwIfAborted();
      const failure = timeout.aborted
        ? new SelfTestFailure(`No complete answer came within ${stepTimeoutMs / 1000} s.`)
        : error;
      if (!(failure instanceof SelfTestFailure)) throw failure;
      finish('failed', failure.message, Math.round(now() - began));
      if (failure.final) ended = `Not tried: it would fail like “${title}”.`;
    }
  }
  return steps;
}
