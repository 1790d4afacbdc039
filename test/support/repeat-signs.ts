/**
 * What clients take as a sign to send a request again, as it stands in their code: each looks for it
 * in an error's text, whatever the status was.
 */
const repeatSigns: Record<string, readonly RegExp[]> = {
  'opencode 1.18.34': [
    /429|500|502|503|504|524/i,
    /rate increased too quickly|rate limit|rate-limit|rate_limit|too many requests/i,
    /overloaded|service unavailable|service_unavailable|service-unavailable/i,
    /internal error|internal_error|internal server error|server error|server_error|server-error/i,
    /provider returned error|provider_returned_error|provider-returned-error/i,
    /terminated|fetch failed|failed to fetch|network[-_\s]error|upstream connect/i,
    /connection error|connection refused|connection lost|socket connection was closed/i,
    /socket hang up|reset before headers|getaddrinfo|enotfound|eai_again/i,
    /econnrefused|econnreset|etimedout/i,
    /^timeout$|\b(?:request|response|connection|network|stream|read) (?:timeout|timed out|time out)\b/i,
    /try your request again|retry your request|resource exhausted|resource_exhausted/i,
    /\btry again (?:later|in\b)|\b(?:currently|temporarily) at capacity\b/i,
    /too_many_requests|exhausted|unavailable/i,
  ],
  'pi 0.73.1': [
    /overloaded|provider.?returned.?error|rate.?limit|too many requests|429|500|502|503|504/i,
    /service.?unavailable|server.?error|internal.?error|network.?error|connection.?error/i,
    /connection.?refused|connection.?lost|websocket.?closed|websocket.?error|other side closed/i,
    /fetch failed|upstream.?connect|reset before headers|socket hang up|ended without/i,
    /http2 request did not get a response|timed? out|timeout|terminated|retry delay/i,
  ],
  'Continue 1.5.47': [
    /premature close|premature end|connection reset|socket hang up|aborted|overloaded/i,
    /ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|ECONNREFUSED/,
  ],
  'litellm 1.110.2': [
    /\b429\b|rate[\s_-]*limit|service tier capacity exceeded/i,
    /A timeout occurred|Request too large|The server had an error processing your request/,
    /Web server is returning an unknown error|Request timed out|Connection error/,
  ],
  'Codex 0.171': [/try again in\s*(\d+(?:\.\d+)?)\s*(s|ms|seconds?)/i],
};

/** The signs that stand in a text: client and pattern. */
export function signsIn(text: string): string[] {
  return Object.entries(repeatSigns).flatMap(([client, patterns]) =>
    patterns.filter((pattern) => pattern.test(text)).map((pattern) => `${client}: ${pattern}`),
  );
}
