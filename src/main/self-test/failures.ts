import type { Answer } from './probe.ts';

/** A step of the self-test that did not pass. The message is for the person. */
export class SelfTestFailure extends Error {
  override readonly name = 'SelfTestFailure';
  /** Whether every later step would fail for the same reason. */
  readonly final: boolean;

  constructor(message: string, options: { final?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.final = options.final ?? false;
  }
}

/** How much of a foreign text is quoted, in characters. */
const quoteLength = 300;

/** Why no answer came, in plain words. */
export function explainNoAnswer(error: unknown, origin: string): SelfTestFailure {
  const code = (error as { code?: unknown } | null)?.code;
  switch (code) {
    case 'ECONNREFUSED':
      return new SelfTestFailure(
        `Nothing listens at ${origin}. Turn the server on, and compare the port.`,
        { final: true, cause: error },
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new SelfTestFailure(`The name in ${origin} is not known on this computer.`, {
        final: true,
        cause: error,
      });
    case 'ECONNRESET':
    case 'EPIPE':
      return new SelfTestFailure(
        'The connection was closed before the answer was complete. See Logs for what happened.',
        { cause: error },
      );
    default: {
      const reason = error instanceof Error ? error.message : String(error);
      return new SelfTestFailure(`No answer came: ${reason}`, { cause: error });
    }
  }
}

/** Why an answer with an error status is not what the client needs; reads the body. */
export async function explainStatus(answer: Answer): Promise<SelfTestFailure> {
  const body = await answer.text();
  const said = errorMessage(body) ?? foreignText(body);
  const { status } = answer;
  if (status === 401) {
    return new SelfTestFailure(`The key was refused (401). ${said}`, { final: true });
  }
  // The server's own words name the host or origin, and the setting.
  if (status === 403) return new SelfTestFailure(`The server refuses this client (403). ${said}`);
  if (status === 404 || status === 405) {
    return new SelfTestFailure(
      `The server does not know this address (${status}). Another program may be using the port. ${said}`,
    );
  }
  if (status === 429) {
    return new SelfTestFailure(`Too many runs are under way (429). Try again later. ${said}`);
  }
  // A refusal that asking again does not change is a 400 with the service's own code.
  const byTheService = status === 400 && /"code": ?"upstream_error"/.test(body);
  if (byTheService || status === 502 || status === 504) {
    return new SelfTestFailure(
      `The server works, but its model service does not (${status}). ${said}`,
    );
  }
  return new SelfTestFailure(`The server answered with the status ${status}. ${said}`);
}

/**
 * The JSON of an answer.
 * @throws {SelfTestFailure} when it is something else, such as a web page
 */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new SelfTestFailure(`The answer is not JSON. ${foreignText(body)}`, { cause: error });
  }
}

/** The message of an OpenAI-style error body, if it is one. */
export function errorMessage(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } };
    return typeof error?.message === 'string' ? quote(error.message) : undefined;
  } catch {
    // What is no JSON has no such message.
    return undefined;
  }
}

/** What to say of a body that is none of ours. */
export function foreignText(body: string): string {
  if (/^\s*<(!doctype|html)/i.test(body)) {
    return 'It is a web page: another program answers at this address.';
  }
  return body.trim() === '' ? 'The answer is empty.' : `It begins: ${quote(body)}`;
}

function quote(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > quoteLength ? `${line.slice(0, quoteLength)}…` : line;
}
