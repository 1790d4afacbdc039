import type { ModelRequest } from '../model.ts';
import { createChatApi } from './chat/chat-api.ts';
import { factsOf, type Dialect } from './dialect/fact.ts';
import type { UpstreamClient } from './http/upstream-client.ts';
import { createResponsesApi } from './responses/responses-api.ts';
import type { ApiChoice, WireApi } from './wire-api.ts';

/**
 * The APIs of one service, and which of them a request goes to: the one that the service was found to
 * want, else the first choice. What only chat completions can say is said there as long as nothing is
 * known.
 */
export function createApis(
  client: UpstreamClient,
  { baseUrl, model, choice }: { baseUrl: string; model: string; choice: ApiChoice },
): (dialect: Dialect, request: ModelRequest) => WireApi {
  const apis: Readonly<Record<ApiChoice['first'], WireApi>> = {
    chat: createChatApi(client, { model, self: `${baseUrl} ${model}` }),
    // What one API sent to be sent back means nothing to the other.
    responses: createResponsesApi(client, { model, self: `${baseUrl} ${model} responses` }),
  };
  const { first, fixed } = choice;
  return (dialect, request) => {
    const known = fixed ? first : factsOf(dialect, 'speak').at(-1)?.api;
    if (known) return apis[known];
    return first === 'responses' && apis.responses.unsayable(request).length > 0
      ? apis.chat
      : apis[first];
  };
}
