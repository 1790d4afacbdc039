import { randomUUID } from 'node:crypto';
import type { RunEvent } from '../../../../shared/run-events.ts';
import type { Settings } from '../../../../shared/settings.ts';
import type { AgentRequest } from '../../../agent/agent.ts';
import type { RunLog } from '../../../runs/run-log.ts';
import type { Run, RunOrigin } from '../../../runs/run.ts';
import type { InputItem, ResponseStore } from '../../../store/response-store.ts';
import { soleOwner } from '../../requests/owner.ts';
import { choosePresentation } from './output/presentation.ts';
import { responseIdOf } from './output/item-ids.ts';
import { readResponseRequest } from './request/request.ts';
import type { Responses } from './service.ts';

/** A turn of a named conversation that no HTTP request asks for. */
export interface NamedTurn extends Pick<AgentRequest, 'steer' | 'client'> {
  conversation: string;
  input: InputItem[];
  instructions: string;
  /** Awaited before the run begins. */
  onBegun: (responseId: string) => Promise<void>;
  /** Awaited before its first tool runs. */
  onActing: () => Promise<void>;
}

/** Named conversations, for whoever goes on with one in this process. */
export interface NamedTurns {
  /** Goes on when nobody watches. Throws as `Responses.begin`. */
  begin(turn: NamedTurn): Promise<Run>;
  /** The log of a stored response whose run came to an end of its own. */
  ended(responseId: string): Promise<RunLog | undefined>;
  last(conversation: string): Promise<{ responseId: string; input: InputItem[] } | undefined>;
  /** Takes a response out of its conversation, if it is there. */
  forget(responseId: string): Promise<void>;
}

/** Turns over the same responses that the API begins and tells. */
export function createNamedTurns(parts: {
  responses: Responses;
  store: ResponseStore;
  settings: () => Settings;
}): NamedTurns {
  const { responses, store, settings } = parts;
  return {
    async begin({ conversation, input, instructions, client, steer, onBegun, onActing }) {
      const { server, streaming } = settings();
      const request = readResponseRequest(
        {
          input: '',
          conversation,
          instructions,
          store: true,
          background: true,
          stream: true,
          truncation: 'auto',
        },
        server.modelId,
        () => {},
      );
      const wanted = {
        request,
        input,
        origin: originOf(client, input),
        presentation: choosePresentation(request, {}, streaming),
        sessionId: conversation,
        owner: soleOwner,
        // A person's chat, whatever its words look like.
        task: '',
      };
      const { run } = await responses.begin(wanted, (work) => ({
        ...work,
        prepare: async (signal, begun) => {
          // The turn takes its place in this tick; the run begins only when both are done.
          const [prepared] = await Promise.all([
            work.prepare(signal, begun),
            onBegun(responseIdOf(begun.id)),
          ]);
          return { ...prepared, ...(steer ? { steer } : {}), beforeTools: onActing };
        },
      }));
      return run;
    },
    async ended(responseId) {
      const found = await responses.find(responseId, originOf('', []));
      const events = found?.run.log.events ?? [];
      return found && events.length > 0 && !stoppedWithHost(events) ? found.run.log : undefined;
    },
    async last(conversation) {
      const history = await store.conversation(conversation);
      history?.release();
      const turn = history?.turns.at(-1);
      return turn && { responseId: turn.responseId, input: turn.input };
    },
    async forget(responseId) {
      if (await store.get(responseId)) await responses.delete(responseId);
    },
  };
}

function originOf(client: string, input: readonly InputItem[]): RunOrigin {
  return {
    api: 'channel',
    requestId: `req_${randomUUID().replaceAll('-', '')}`,
    client,
    method: '',
    path: '',
    headers: {},
    body: { input },
  };
}

/** It ended with its host, in order or not. */
function stoppedWithHost(events: readonly RunEvent[]): boolean {
  const last = events.at(-1);
  return last?.type === 'run.cancelled' && last.reason === 'server_stopped';
}
