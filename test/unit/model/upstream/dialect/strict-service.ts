import type { ModelRequest } from '../../../../../src/main/model/model.ts';
import type { UpstreamModelOptions } from '../../../../../src/main/model/upstream/upstream-model.ts';
import {
  startScriptedUpstream,
  type ScriptedReply,
  type ScriptedRequest,
} from '../../../../support/scripted-upstream.ts';
import { ask, modelFor } from '../../ask.ts';

/** The body of a request, as the service read it. */
export type Sent = Record<string, unknown> & { messages: Record<string, unknown>[] };

/** How a service refuses a request, with its status and in its own words; undefined: it takes it. */
export type Refuses = (body: Sent) => [status: number, body: unknown] | undefined;

/** What came of asking a strict service. */
export interface Outcome {
  text: string;
  /** The requests, in order; the last is the one it took. */
  sent: Sent[];
  /** What was told in the run's log. */
  notices: string[];
}

/** Asks a service that refuses what it does not take, until it answers, over HTTP. */
export async function askStrict(
  refuses: Refuses,
  request: Partial<ModelRequest> = {},
  options: Partial<UpstreamModelOptions> = {},
): Promise<Outcome> {
  const upstream = await startScriptedUpstream();
  upstream.replyWith((body): ScriptedReply => {
    const refusal = refuses(body as unknown as Sent);
    return refusal ? { status: refusal[0], body: refusal[1] } : { text: 'answered' };
  });
  const notices: string[] = [];
  try {
    const model = modelFor(upstream, options);
    const { reply } = await ask(model, request, undefined, undefined, notices);
    return { text: reply.text, sent: upstream.requests.map(bodyOf), notices };
  } finally {
    await upstream.close();
  }
}

function bodyOf({ body }: ScriptedRequest): Sent {
  return body as unknown as Sent;
}
