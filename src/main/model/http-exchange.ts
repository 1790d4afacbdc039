import type { Dispatcher } from 'undici';

/** Who reads the bytes of an answer. Nothing is called after `onEnd` or `onError`. */
export interface BytesReader {
  onBytes(bytes: Buffer): void;
  onEnd(): void;
  onError(error: Error): void;
}

/**
 * The bytes of an answer, handed on in the tick in which the socket gave them. Node and web streams
 * would queue them, at a third of the time to the first token.
 */
export class AnswerBody {
  readonly #discard: () => void;
  #reader: BytesReader | undefined;
  #early: Buffer[] = [];
  #ending: { error?: Error } | undefined;

  /** @param discard closes the connection if the answer is still under way */
  constructor(discard: () => void) {
    this.#discard = discard;
  }

  /** Hands over what has come and all that comes; to be called once. */
  read(reader: BytesReader): void {
    this.#reader = reader;
    for (const bytes of this.#early) reader.onBytes(bytes);
    this.#early = [];
    if (this.#ending) this.#tellEnd(this.#ending);
  }

  /** What has not come yet is not wanted. */
  discard(): void {
    this.#discard();
  }

  push(bytes: Buffer): void {
    if (this.#reader) this.#reader.onBytes(bytes);
    else this.#early.push(bytes);
  }

  /** @param error left out when the answer is complete */
  end(error?: Error): void {
    this.#ending = error ? { error } : {};
    this.#tellEnd(this.#ending);
  }

  /** Whether nothing more will come. */
  get ended(): boolean {
    return this.#ending !== undefined;
  }

  #tellEnd({ error }: { error?: Error }): void {
    if (error) this.#reader?.onError(error);
    else this.#reader?.onEnd();
  }
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: AnswerBody;
}

/**
 * Sends a request and resolves with the head of its answer.
 * @throws the network's error; the signal's reason when aborted. Aborting later ends the body with it.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    let connection: Dispatcher.DispatchController | undefined;
    const body = new AnswerBody(() => connection?.abort(new Error('The rest is not wanted')));
    const stop = (): void => {
      // It may still wait for a connection, and then there is nothing to abort.
      reject(signal.reason as Error);
      connection?.abort(signal.reason as Error);
    };
    const end = (error?: Error): void => {
      signal.removeEventListener('abort', stop);
      body.end(error);
    };
    signal.addEventListener('abort', stop, { once: true });
    dispatcher.dispatch(request, {
      onRequestStart: (controller) => {
        connection = controller;
        if (signal.aborted) stop();
      },
      onResponseStart: (_controller, status, headers) => {
        // 1xx only announces the answer.
        if (status >= 200) resolve({ status, headers, body });
      },
      onResponseData: (_controller, bytes) => body.push(bytes),
      onResponseEnd: () => end(),
      onResponseError: (_controller, error) => {
        reject(error);
        end(error);
      },
    });
  });
}

/**
 * Reads a body as UTF-8 text.
 * @param limit bytes; of what is beyond them nothing more is read
 * @throws the network's error
 */
export function textOf(body: AnswerBody, limit = Number.POSITIVE_INFINITY): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (): void => resolve(Buffer.concat(chunks).toString());
    body.read({
      onBytes: (bytes) => {
        chunks.push(bytes);
        length += bytes.length;
        if (length < limit) return;
        finish();
        body.discard();
      },
      onEnd: finish,
      onError: reject,
    });
  });
}
