import type express from 'express';
import { streamsPiecewise } from '../../../../shared/streams-piecewise.ts';
import type { RouteDeps } from '../../server-deps.ts';
import { type ChatForm, createChatRouter } from '../chat-completions/chat-router.ts';
import { asChatBody } from './request.ts';
import { createTextChunks, textCompletionBody } from './stream.ts';

/** `POST /completions`, the old form over the same run; some libraries use it by default. */
export function createCompletionsRouter(deps: RouteDeps): express.Router {
  return createChatRouter(deps, form);
}

const form: ChatForm = {
  api: 'completions',
  path: '/completions',
  idPrefix: 'cmpl',
  hasHistory: false,
  asChatBody,
  frames: ({ head, chat, streaming }) => ({
    opening: '',
    encode: createTextChunks(head, {
      includeUsage: chat.includeUsage,
      piecewise: streamsPiecewise(streaming),
    }),
    // This form has no place for what is no text of the answer.
    beat: () => '',
  }),
  body: ({ head }, events, outcome) => textCompletionBody(head, events, outcome),
};
