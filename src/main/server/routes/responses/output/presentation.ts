import { tellingOf } from '../../../../../shared/clients/client.ts';
import { recogniseClient, type RequestHeaders } from '../../../../../shared/clients/recognise.ts';
import type { ResponseRequest } from '../request/request.ts';

/** How a response is told; decided when it begins, so that it is told the same way ever after. */
export interface Presentation {
  /** False: the text of a message comes in one piece, when the message is complete. */
  piecewise: boolean;
  /** Whether calls of server tools and their outputs are part of the output. */
  showServerTools: boolean;
}

/** Decides how the response to a request is told. */
export function choosePresentation(
  request: ResponseRequest,
  headers: RequestHeaders,
  piecewise: boolean,
): Presentation {
  const { serverCalls } = tellingOf(recogniseClient(headers));
  // A client with tools of its own runs the calls it gets.
  return { piecewise, showServerTools: serverCalls === 'shown' && request.tools.length === 0 };
}
