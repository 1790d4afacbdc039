import { tellingOf, type Telling } from '../../../../../shared/clients/client.ts';
import { recogniseClient, type RequestHeaders } from '../../../../../shared/clients/recognise.ts';
import type { Settings } from '../../../../../shared/settings.ts';
import { streamsPiecewise } from '../../../../../shared/streams-piecewise.ts';
import type { ResponseRequest } from '../request/request.ts';

/** How a response is told; decided when it begins, so that it is told the same way ever after. */
export interface Presentation {
  /** False: the text of a message comes in one piece, when the message is complete. */
  piecewise: boolean;
  /** As what calls of server tools are part of the output. */
  serverCalls: 'hidden' | 'functions' | 'mcp';
  /** How the output of such a function call is written. */
  callOutput: Telling['callOutput'];
}

/** Decides how the response to a request is told. */
export function choosePresentation(
  request: Pick<ResponseRequest, 'tools' | 'include'>,
  headers: RequestHeaders,
  streaming: Settings['streaming'],
): Presentation {
  const telling = tellingOf(recogniseClient(headers));
  return {
    piecewise: streamsPiecewise(streaming),
    serverCalls: serverCallsFor(request, telling, streaming.serverCalls),
    callOutput: telling.callOutput,
  };
}

function serverCallsFor(
  { tools, include }: Pick<ResponseRequest, 'tools' | 'include'>,
  telling: Telling,
  setting: Settings['streaming']['serverCalls'],
): Presentation['serverCalls'] {
  // A client with tools of its own runs the calls it gets, but for those that are known not to.
  if (tools.length > 0) {
    return setting !== 'hidden' && telling.serverCalls === 'always' ? 'functions' : 'hidden';
  }
  if (include.includes('hermes.mcp_calls')) return 'mcp';
  if (include.includes('hermes.tool_calls') || setting === 'shown') return 'functions';
  return setting === 'hidden' || telling.serverCalls === 'hidden' ? 'hidden' : 'functions';
}

/** A presentation as an earlier version has stored it. */
export function storedPresentation(
  stored: Presentation | { piecewise: boolean; showServerTools: boolean },
): Presentation {
  if (!('showServerTools' in stored)) return stored;
  const { piecewise, showServerTools } = stored;
  return {
    piecewise,
    serverCalls: showServerTools ? 'functions' : 'hidden',
    callOutput: 'string',
  };
}
