import { askedWaitMs } from '../http/retry-policy.ts';
import { failure, nameAndAddress, type UpstreamFailure, type UpstreamService } from './failure.ts';
import { networkFailure, rootOf } from './network-failure.ts';
import { refusal } from './refusal.ts';
import { troubleOf, type Trouble } from './trouble.ts';
import { UpstreamError } from './upstream-error.ts';

interface Circumstances {
  /** What was thrown. */
  cause: unknown;
  service: UpstreamService;
  /** Whether part of the answer was handed on before. */
  begun: boolean;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * What anything thrown between us and the service means: whose fault it is, and what the person who
 * set the service up can do about it.
 * @param begun whether part of the answer was handed on before
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date
 * @returns undefined when it is about nothing of this: then it is a bug
 */
export function describeUpstreamFailure(
  thrown: unknown,
  service: UpstreamService,
  { begun = false, now = Date.now() }: { begun?: boolean; now?: number } = {},
): UpstreamFailure | undefined {
  if (thrown instanceof UpstreamError) return { error: thrown, retryable: false };
  const trouble = troubleOf(thrown);
  if (!trouble) return networkFailure(thrown, service, begun);
  const describe = descriptions[trouble.kind] as Describe<Trouble>;
  return describe(trouble, { cause: thrown, service, begun, now });
}

type Describe<Each extends Trouble> = (
  trouble: Each,
  circumstances: Circumstances,
) => UpstreamFailure | undefined;

/** What each trouble means. */
const descriptions: {
  readonly [Kind in Trouble['kind']]: Describe<Extract<Trouble, { kind: Kind }>>;
} = {
  refused: ({ status, headers, detail }, { cause, service, now }) =>
    refusal(status, detail, service, {
      cause,
      waitMs: askedWaitMs(headers, now),
      location: headers['location'],
      mayRetry: headers['x-should-retry'] !== 'false',
    }),
  reported: ({ detail }, { cause, service }) =>
    refusal(detail.status ?? 500, detail, service, { cause }),
  silence: ({ waitedMs, begun }, { cause, service }) => {
    const seconds = Math.round(waitedMs / 1000);
    const said = begun
      ? `${nameAndAddress(service)} fell silent in the middle of its answer, for ${seconds} s. "Between-chunks wait" in Hermes Tray, Settings › Model says how long to wait.`
      : `${nameAndAddress(service)} did not begin to answer within ${seconds} s. A large model may need longer: raise "First-byte wait" in Hermes Tray, Settings › Model.`;
    return failure('timeout', said, { cause });
  },
  broken_reply: ({ how }, { cause, service }) =>
    failure('protocol', `${nameAndAddress(service)} did not answer as it should: ${how}.`, {
      cause,
    }),
  broken_stream: (_, { cause, service, begun }) => networkFailure(cause, service, begun),
  web_page: ({ title }, { cause, service }) =>
    failure(
      'protocol',
      `What answers at ${service.baseUrl} is a web page${title && ` ("${title}")`}, no model service. Check "Base URL" in Hermes Tray, Settings › Model; it ends in /v1 as a rule.`,
      { transient: false, cause },
    ),
  unusable_key: (_, { cause, service }) =>
    failure(
      'authentication',
      `The API key for ${service.label} holds a space, a line break or another character that no key has. Enter it anew under "API key" in Hermes Tray, Settings › Model.`,
      { cause },
    ),
  unreachable_proxy: ({ proxy }, { cause, service }) =>
    failure(
      'connection',
      `The proxy on the way to ${service.label}, ${proxy}, cannot be reached (${rootOf(cause).code}). It stands in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY; NO_PROXY exempts hosts.`,
      { code: rootOf(cause).code, cause, retryable: true },
    ),
};
