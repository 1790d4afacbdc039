import type { RunOrigin } from '../../runs/run.ts';
import { redacted } from '../../log/redactor.ts';

/**
 * Headers that a second request must not repeat: those of the connection, which curl makes anew; the
 * keys; and the one that would have the server replay its first answer.
 */
const leftOut =
  /^(host|connection|keep-alive|te|upgrade|expect|content-length|transfer-encoding|accept-encoding|cookie|authorization|x-api-key|idempotency-key|sec-.*)$/i;

/** The longest argument that every system takes, in characters; Linux stops at 128 KiB. */
const longestArgument = 100_000;

/**
 * A command for a POSIX shell that sends the request of a run again. The key is taken from the
 * variable `HERMES_KEY`: what was sent is not kept.
 * @param serverUrl without a path
 */
export function runAsCurl(origin: RunOrigin, serverUrl: string): string {
  const { method, path, headers, body } = origin;
  const json = body === undefined ? undefined : JSON.stringify(body);
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const hasKey = names.includes('authorization') || names.includes('x-api-key');

  const parts = [`curl ${streams(body) ? '-N ' : ''}${quoted(serverUrl + path)}`];
  if (method !== (json === undefined ? 'GET' : 'POST')) parts.push(`-X ${method}`);
  if (hasKey) parts.push('-H "Authorization: Bearer $HERMES_KEY"');
  for (const [name, value] of Object.entries(headers)) {
    if (!leftOut.test(name)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  const notes = isComplete(json)
    ? []
    : ['# Secrets and very long texts were left out of the body.'];
  if (json === undefined) return [...notes, continued(parts)].join('\n');
  if (json.length <= longestArgument) {
    return [...notes, continued([...parts, `--data-raw ${quoted(json)}`])].join('\n');
  }
  // JSON on one line: no line of it can end the document early.
  return [
    ...notes,
    `${continued([...parts, '--data-binary @-'])} <<'HERMES_BODY'`,
    json,
    'HERMES_BODY',
  ].join('\n');
}

function streams(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;
}

/** Whether the kept body is what was sent, word for word. */
function isComplete(json: string | undefined): boolean {
  return json === undefined || !(json.includes(redacted) || /… \([\d,]+ (more|earlier)/.test(json));
}

function continued(parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}

/** One argument of a POSIX shell, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
