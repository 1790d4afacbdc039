import type express from 'express';
import { asksForJson } from '../../../agent/text/answer-text.ts';
import { tellingOf } from '../../../../shared/clients/client.ts';
import { recogniseClient } from '../../../../shared/clients/recognise.ts';
import type { Settings } from '../../../../shared/settings.ts';
import { streamsPiecewise } from '../../../../shared/streams-piecewise.ts';
import type { RouteDeps } from '../../server-deps.ts';
import { type Asked, type ChatForm, createChatRouter } from './chat-router.ts';
import { completionBody } from './completion.ts';
import { createChunkStream } from './stream.ts';

/** `POST /chat/completions` */
export function createChatCompletionsRouter(deps: RouteDeps): express.Router {
  return createChatRouter(deps, form);
}

const form: ChatForm = {
  api: 'chat.completions',
  path: '/chat/completions',
  idPrefix: 'chatcmpl',
  hasHistory: true,
  asChatBody: (body) => body,
  frames: (asked) => {
    const { head, chat, headers, streaming } = asked;
    const { reasoning, streamErrors } = tellingOf(recogniseClient(headers));
    return createChunkStream(head, {
      toolActivity: toolActivityFor(asked),
      reasoning,
      streamErrors,
      customTools: chat.customTools,
      includeUsage: chat.includeUsage,
      piecewise: streamsPiecewise(streaming),
    });
  },
  body: (asked, events, outcome) => {
    const { customTools } = asked.chat;
    const toolActivity = toolActivityFor(asked);
    return completionBody(asked.head, events, outcome, { toolActivity, customTools });
  },
};

/** Lines about tools have no place in JSON. */
function toolActivityFor({ chat, streaming }: Asked): Settings['streaming']['toolActivity'] {
  const { toolActivity } = streaming;
  return toolActivity === 'content' && asksForJson(chat.agentRequest.parameters)
    ? 'reasoning'
    : toolActivity;
}
