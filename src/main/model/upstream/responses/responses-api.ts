import type { FunctionTool } from '../../model.ts';
import type { Body } from '../dialect/body.ts';
import type { UpstreamClient } from '../http/upstream-client.ts';
import type { WireApi } from '../wire-api.ts';
import { ResponseAssembler } from './response-assembler.ts';
import { responsesBody, responsesTool, unsayable, type ResponsesTool } from './responses-body.ts';

/**
 * The Responses API, in which the newest models of OpenAI take tools beside their reasoning.
 * @param options.model its id at the service
 * @param options.self names this service and model in what they sent to be sent back
 */
export function createResponsesApi(
  client: UpstreamClient,
  { model, self }: { model: string; self: string },
): WireApi {
  const known = new WeakMap<FunctionTool, ResponsesTool>();
  const toolOf = (tool: FunctionTool): ResponsesTool => {
    const made = known.get(tool) ?? responsesTool(tool);
    known.set(tool, made);
    return made;
  };
  return {
    bodyOf: (request) => responsesBody(request, { model, self, toolOf }) as unknown as Body,
    unsayable,
    withoutStreaming: (body) => ({ ...body, stream: false }),
    send: (body, signal) => client.responses(body, signal),
    builder: (sink) => new ResponseAssembler(sink, self),
  };
}
