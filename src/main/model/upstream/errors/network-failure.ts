import type { UpstreamErrorKind } from './upstream-error.ts';
import { failure, nameAndAddress, type UpstreamFailure } from './failure.ts';
import type { UpstreamService } from './failure.ts';

/**
 * What the network said, by the code of its error or of the error behind it; undefined where there is
 * none.
 * @param begun whether part of the answer was handed on before
 */
export function networkFailure(
  thrown: unknown,
  service: UpstreamService,
  begun: boolean,
): UpstreamFailure | undefined {
  const { code, message } = rootOf(thrown);
  if (code === '') return undefined;
  const said = message.includes(code) || code === 'HPE_INVALID' ? message : `${code}: ${message}`;
  const fail = (text: string, kind: UpstreamErrorKind = 'connection'): UpstreamFailure =>
    failure(kind, text, {
      code,
      cause: thrown,
      retryable: kind === 'connection',
      transient: kind === 'connection',
    });

  if (begun)
    return fail(`${nameAndAddress(service)} broke off in the middle of its answer (${said}).`);
  if (code === 'ECONNREFUSED') {
    return fail(
      `Nothing answers at ${service.baseUrl} (ECONNREFUSED). Start ${service.label} there, or correct "Base URL" in Hermes Tray, Settings › Model.`,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fail(
      `The address of ${service.label} (${service.baseUrl}) cannot be found (${code}). Check the internet connection, and "Base URL" in Hermes Tray, Settings › Model.`,
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return fail(
      `The certificate of ${service.label} (${service.baseUrl}) cannot be trusted (${said}). A certificate of your own can be named in NODE_EXTRA_CA_CERTS.`,
      'protocol',
    );
  }
  if (/^(HPE_|ERR_SSL_|EPROTO|ERR_INVALID_URL)/.test(code)) {
    return fail(
      `What answers at ${service.baseUrl} does not speak the language of a model service (${said}). Check "Base URL" in Hermes Tray, Settings › Model, its http:// or https:// too.`,
      'protocol',
    );
  }
  return fail(`The connection to ${service.label} (${service.baseUrl}) failed (${said}).`);
}

/** The error at the bottom: the SDK and undici wrap what the socket said. */
export function rootOf(thrown: unknown): { code: string; message: string } {
  let error = thrown;
  for (let depth = 0; depth < 5 && error instanceof Error && error.cause; depth += 1) {
    error = error.cause;
  }
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  // Node tries all addresses of a name and reports the failures together.
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  const { code, message, name } = first as Error & { code?: unknown };
  // undici's parser of HTTP gives some of its errors a name only.
  const known = name === 'HTTPParserError' ? 'HPE_INVALID' : '';
  return { code: typeof code === 'string' ? code : known, message };
}
