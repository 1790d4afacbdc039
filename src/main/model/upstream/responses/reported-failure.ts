import { isRecord } from '../../../../shared/is-record.ts';
import { errorDetailOf } from '../errors/error-detail.ts';
import { UpstreamTrouble } from '../errors/trouble.ts';

/** The codes by which this API says in a stream what would have been a status. */
const statuses: readonly (readonly [code: RegExp, status: number])[] = [
  [/^(rate_limit_exceeded|insufficient_quota|slow_down)$/, 429],
  [/^(server_error|internal_error|vector_store_timeout)$/, 500],
  [/^(server_is_overloaded|overloaded)$/, 503],
  [
    /^(invalid_|context_length|image_|unsupported_|empty_|bio_policy|cyber_policy|data_residency)/,
    400,
  ],
];

/**
 * A failure that comes in place of an event or a response: the event `error`, flat or with an object of
 * its own, or a response that failed.
 */
export function reportedFailure(said: object): UpstreamTrouble {
  const { error, status: state } = said as { error?: unknown; status?: unknown };
  const flat = isRecord(error) ? error : said;
  const { type: _, ...fields } = flat as Record<string, unknown>;
  const named = isRecord(error) ? flat : fields;
  const detail = errorDetailOf(fields['message'] || error ? named : { message: silent(state) });
  const status = detail.status ?? statuses.find(([code]) => code.test(detail.code ?? ''))?.[1];
  return new UpstreamTrouble({
    kind: 'reported',
    detail: { ...detail, ...(status === undefined ? {} : { status }) },
  });
}

function silent(state: unknown): string {
  return state === 'cancelled'
    ? 'it was cancelled at the service'
    : 'it failed and did not say why';
}
