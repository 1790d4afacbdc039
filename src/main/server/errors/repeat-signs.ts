/**
 * Words in an error's text by which clients decide to send a request again, whatever its status, and
 * what stands for them in ours. Each is read in the source of a client: opencode, pi, Continue, Codex,
 * litellm. The order matters: what holds another sign stands before it.
 */
const signs: readonly [RegExp, string][] = [
  [/\b(please )?try (your request )?again (later|in a while|in a moment)\b/gi, 'wait a while'],
  [/\b(please )?(try|retry)( your request)?( again)? in\b/gi, 'wait'],
  [/\b(try|retry) your request( again)?\b/gi, 'ask once more'],
  [/\bretry delay\b/gi, 'wait'],
  [/\brate[\s_-]?limit(s|ed|ing|er)?\b/gi, 'limit on requests'],
  [/rate.?limit/gi, 'limit on requests'],
  [/\brate increased too quickly\b/gi, 'requests came too fast'],
  [/\btoo[\s_-]?many[\s_-]?requests\b/gi, 'more requests than allowed'],
  [/\brequest too large\b/gi, 'the request is larger than allowed'],
  [/\b(currently|temporarily) at capacity\b/gi, 'busy'],
  [/\bservice tier capacity exceeded\b/gi, 'the capacity of the service tier is used'],
  [
    /\b(model |server |service |engine )?(is )?(currently |temporarily )?overloaded(_error)?\b/gi,
    'too busy',
  ],
  [/overloaded/gi, 'too busy'],
  [/\b(resource[\s_]?)?exhausted\b/gi, 'used up'],
  [/\bservice[\s_-]?(is )?(currently |temporarily )?unavailable\b/gi, 'service out of reach'],
  [/unavailable/gi, 'out of reach'],
  [/\binternal[\s_-]?(server[\s_-]?)?error\b/gi, 'failure inside'],
  [/\bserver[\s_-]?error\b/gi, 'failure of the server'],
  [/\b(web )?server (had an error|is returning an unknown error)\b/gi, 'server failed'],
  [/\bprovider[\s_-]?returned[\s_-]?error\b/gi, 'the provider reported a failure'],
  [/\bbad gateway\b/gi, 'no answer from behind a gateway'],
  [/\bgateway time-?out\b/gi, 'no answer from behind a gateway'],
  [
    /\b(request|response|connection|network|stream|read)[\s_]?(timed[\s_]?out|time-?out)\b/gi,
    '$1 took too long',
  ],
  [/\btime(d|s)?[\s_-]?out\b/gi, 'took too long'],
  [/timeout/gi, 'limit of time'],
  [
    /\b(connection|socket)([\s_]connection)? (was |has been |is )?(refused|lost|closed|reset)( by peer)?\b/gi,
    'the connection ended',
  ],
  [/\b(connection|network|websocket)[\s_-]?(error|closed)\b/gi, 'the connection failed'],
  [/\bpremature (close|end)\b/gi, 'an early end'],
  [/\bother side closed\b/gi, 'the connection ended'],
  [/\bsocket hang up\b/gi, 'the connection ended'],
  [/\breset before headers\b/gi, 'ended before an answer'],
  [/\bended without\b/gi, 'ended with no'],
  [/\bupstream.?connect\b/gi, 'connecting'],
  [/\b(fetch failed|failed to fetch)\b/gi, 'no connection came about'],
  [/\bhttp2 request did not get a response\b/gi, 'no answer came'],
  [/aborted/gi, 'broken off'],
  [/terminated/gi, 'ended'],
  [/getaddrinfo/gi, 'looking up'],
  [
    /\b(ECONN(RESET|REFUSED|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|UND_ERR_\w+)\b/gi,
    'no connection',
  ],
];

/** Statuses that are a sign to repeat, wherever their digits stand. */
const statuses = /429|50[0-4]|524|529/;

/** Of a service, which may have such digits in its port. */
const address = /https?:\/\/\S+/gi;

/**
 * The text without what clients take as a sign to send the request again. What such words told
 * machines stands in the error's `cause`.
 * @param addresses whether addresses are changed too: digits of a status in them are kept apart by a
 *   character that nobody sees, which is in the way of who copies one
 */
export function withoutRepeatSigns(text: string, { addresses }: { addresses: boolean }): string {
  // A status in front of what a service said: its place is `cause`.
  let calm = text.replaceAll(/\b(HTTP )?(error )?(code )?[1-5]\d\d: /gi, '');
  calm = calm.replaceAll(/ \([45]\d\d\)/g, '');
  for (const [sign, instead] of signs) {
    calm = calm.replaceAll(sign, (found: string, ...groups: unknown[]) =>
      withCaseOf(found, instead.replace('$1', String(groups[0]))),
    );
  }
  if (addresses) return withSplitStatuses(calm);
  let split = '';
  let end = 0;
  for (const { 0: found, index } of calm.matchAll(address)) {
    split += withSplitStatuses(calm.slice(end, index)) + found;
    end = index + found.length;
  }
  return split + withSplitStatuses(calm.slice(end));
}

function withSplitStatuses(text: string): string {
  return text.replaceAll(/\d+/g, (digits) =>
    statuses.test(digits) ? digits.replaceAll(/\d(?=\d)/g, '$&\u2060') : digits,
  );
}

function withCaseOf(found: string, text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(found) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
