import type { ErrorDetail } from './error-detail.ts';

/** What may go wrong between a request and its whole answer, beside the network itself. */
export type Trouble =
  /** The service answered with a status that is no success. */
  | {
      kind: 'refused';
      status: number;
      headers: Record<string, string | string[] | undefined>;
      detail: ErrorDetail;
    }
  /** It reported a failure in place of a piece of its answer. */
  | { kind: 'reported'; detail: ErrorDetail }
  /** Nothing came for so long; `begun`: whether it had begun to answer. */
  | { kind: 'silence'; waitedMs: number; begun: boolean }
  /** Its answer makes no sense, or stops where it cannot stop; `how` is a clause: "it sent …". */
  | { kind: 'broken_reply'; how: string }
  /** The connection broke in the middle of a stream; the cause is the network's error. */
  | { kind: 'broken_stream' }
  /** A web page came where an API should be. */
  | { kind: 'web_page'; title: string }
  /** The key has characters that no header may hold: pasted with a line break, as a rule. */
  | { kind: 'unusable_key' }
  /** The proxy on the way cannot be reached; `proxy`: host and port, never its password. */
  | { kind: 'unreachable_proxy'; proxy: string };

/** A {@link Trouble} as it is thrown; `upstream-failure.ts` says in plain words what each means. */
export class UpstreamTrouble extends Error {
  override readonly name = 'UpstreamTrouble';
  constructor(
    readonly trouble: Trouble,
    options: { cause?: unknown } = {},
  ) {
    super(summaryOf(trouble), options);
  }
}

/** A `broken_reply`; `how` is a clause: "it sent an empty answer". */
export function brokenReply(how: string, options?: { cause?: unknown }): UpstreamTrouble {
  return new UpstreamTrouble({ kind: 'broken_reply', how }, options);
}

/** The trouble behind anything thrown; undefined where it is something else. */
export function troubleOf(thrown: unknown): Trouble | undefined {
  return thrown instanceof UpstreamTrouble ? thrown.trouble : undefined;
}

/** For logs. */
function summaryOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'refused':
      return `${trouble.status} ${trouble.detail.message}`;
    case 'reported':
      return trouble.detail.message;
    case 'broken_reply':
      return trouble.how;
    case 'silence':
      return `silent for ${trouble.waitedMs} ms`;
    case 'broken_stream':
    case 'web_page':
    case 'unusable_key':
    case 'unreachable_proxy':
      return trouble.kind.replace('_', ' ');
  }
}
