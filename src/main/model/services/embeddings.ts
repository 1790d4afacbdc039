import { setImmediate as nextTurn } from 'node:timers/promises';
import { isRecord } from '../../../shared/is-record.ts';
import type { Settings } from '../../../shared/settings.ts';
import { without, type Body } from '../upstream/dialect/body.ts';
import { errorDetailFrom } from '../upstream/errors/error-detail.ts';
import { capitalised } from '../upstream/errors/failure.ts';
import { brokenReply, troubleOf, UpstreamTrouble } from '../upstream/errors/trouble.ts';
import { UpstreamError } from '../upstream/errors/upstream-error.ts';
import { describeUpstreamFailure } from '../upstream/errors/upstream-failure.ts';
import type { AnswerBody } from '../upstream/http/http-sender.ts';
import { createUpstreamClient, type UpstreamClient } from '../upstream/http/upstream-client.ts';
import { Watchdog } from '../upstream/http/watchdog.ts';
import { serviceOf, type ConfiguredService } from './service.ts';

/** A request for embeddings as a client sent it; what is not named here goes along as it is. */
export interface EmbeddingsRequest extends Body {
  model: string;
  encoding_format?: 'float' | 'base64';
}

export interface EmbeddingsParts {
  settings: Settings['model'];
  apiKey: string | undefined;
  /** Takes the keys of this program out of what the service says. */
  redactKeys: (text: string) => string;
}

/** Larger answers are not parsed; up to this it takes some 15 ms. Bytes. */
const largestHere = 4 * 2 ** 20;

/**
 * Asks the model service for embeddings, once, and gives its answer as JSON: as it came, but that the
 * numbers are in the form that was asked for, also where the service knows only the other.
 * @throws {UpstreamError} in plain words; the signal's reason when aborted
 */
export async function embed(
  request: EmbeddingsRequest,
  { settings, apiKey, redactKeys }: EmbeddingsParts,
  signal: AbortSignal,
): Promise<Buffer> {
  const service = { ...serviceOf(settings, apiKey), model: request.model };
  const format = request.encoding_format ?? 'float';
  try {
    const client = createUpstreamClient(service);
    const bytes = await ask(client, request, settings, signal).catch((thrown: unknown) => {
      // Some know one form only and refuse the question; what they send is put into the other here.
      if (request.encoding_format && isAboutFormat(thrown)) {
        return ask(client, without(request, 'encoding_format'), settings, signal);
      }
      throw thrown;
    });
    return await inFormat(bytes, format);
  } catch (thrown) {
    signal.throwIfAborted();
    throw describe(thrown, service, redactKeys);
  }
}

async function ask(
  client: UpstreamClient,
  body: Body,
  settings: Settings['model'],
  signal: AbortSignal,
): Promise<Buffer> {
  const giveUp = new AbortController();
  const betweenMs = settings.betweenChunksTimeoutSeconds * 1000;
  const watchdog = new Watchdog(settings.firstByteTimeoutSeconds * 1000, (waitedMs, begun) =>
    giveUp.abort(new UpstreamTrouble({ kind: 'silence', waitedMs, begun })),
  );
  try {
    const either = AbortSignal.any([signal, giveUp.signal]);
    const answer = await client.embeddings(body, either);
    const bytes = await bytesOf(answer.body, () => watchdog.touch(betweenMs));
    if (answer.contentType.includes('html')) {
      const title = errorDetailFrom(bytes.toString()).message;
      throw new UpstreamTrouble({ kind: 'web_page', title });
    }
    return bytes;
  } finally {
    watchdog.stop();
  }
}

function bytesOf(body: AnswerBody, onLife: () => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.read({
      onBytes: (bytes) => {
        onLife();
        chunks.push(bytes);
      },
      onEnd: () => resolve(Buffer.concat(chunks)),
      onError: reject,
    });
  });
}

/** The answer with its numbers in this form; the same bytes where they are so already. */
async function inFormat(bytes: Buffer, format: 'float' | 'base64'): Promise<Buffer> {
  if (bytes.length <= largestHere) requireList(bytes.toString());
  const other = format === 'float' ? asBase64 : asNumbers;
  if (!other.test(bytes.subarray(0, 65_536).toString('latin1'))) return bytes;
  // Millions of numbers are not parsed as a whole: each entry is written anew where it stands.
  const text = bytes.toString();
  const pieces: string[] = [];
  let end = 0;
  for (const { 0: found, 1: written, index } of text.matchAll(new RegExp(other, 'g'))) {
    const numbers = format === 'float' ? numbersIn(written!) : base64Of(written!);
    pieces.push(text.slice(end, index), `"embedding":${JSON.stringify(numbers)}`);
    end = index + found.length;
    await nextTurn();
  }
  return Buffer.from(pieces.join('') + text.slice(end));
}

/** Within a text of the answer its quotes would be escaped. */
const asNumbers = /"embedding"\s*:\s*(\[[^\]"]*\])/;
const asBase64 = /"embedding"\s*:\s*"([\w+/=-]*)"/;

/** @throws {UpstreamTrouble} `broken_reply`, where the answer is no list of embeddings */
function requireList(text: string): void {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw brokenReply('its embeddings are no JSON', { cause });
  }
  if (!isRecord(answer) || !Array.isArray(answer['data'])) {
    throw brokenReply('it sent no list of embeddings');
  }
}

/** Base64 holds 32-bit floats, the lowest byte first. */
function base64Of(array: string): string {
  const numbers = numbersOf(array);
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [index, value] of numbers.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

function numbersOf(array: string): number[] {
  try {
    return (JSON.parse(array) as unknown[]).map(Number);
  } catch (cause) {
    throw brokenReply('its embeddings are no numbers', { cause });
  }
}

function numbersIn(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  const count = Math.floor(bytes.length / 4);
  return Array.from({ length: count }, (_, index) => bytes.readFloatLE(index * 4));
}

function isAboutFormat(thrown: unknown): boolean {
  const trouble = troubleOf(thrown);
  if (trouble?.kind !== 'refused' || ![400, 422].includes(trouble.status)) return false;
  const { param, message, said = message } = trouble.detail;
  return param === 'encoding_format' || said.includes('encoding_format');
}

/** What went wrong, in words about embeddings and not about conversations. */
function describe(
  thrown: unknown,
  service: ConfiguredService,
  redactKeys: EmbeddingsParts['redactKeys'],
): unknown {
  const error = describeUpstreamFailure(thrown, service)?.error;
  if (!error) return thrown;
  const refused = refusalOf(thrown, service);
  const { status, code, retryAfterSeconds } = error;
  return new UpstreamError(redactKeys(refused ?? error.message), {
    kind: refused === undefined ? error.kind : 'bad_request',
    transient: refused === undefined && error.transient,
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    cause: thrown,
  });
}

/** Why the service refuses this very request; undefined where it is about something else. */
function refusalOf(thrown: unknown, { label, model }: ConfiguredService): string | undefined {
  const trouble = troubleOf(thrown);
  if (trouble?.kind !== 'refused') return undefined;
  const { status, detail } = trouble;
  const said = detail.message === '' ? `${status}` : `${status}: ${detail.message}`;
  if (status === 404 || status === 405) {
    return `${capitalised(label)} makes no embeddings with "${model}" (${said}). Name a model of its own for embeddings as "model", or set one under "Embedding model" in Hermes Tray, Settings › Model.`;
  }
  if (![400, 413, 415, 422].includes(status)) return undefined;
  return `${capitalised(label)} did not accept the request (${said}).`;
}
