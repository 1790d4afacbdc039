/** What the e2e tests call the server with: a plain chat client. */
export interface ChatStream {
  /** The text that has come so far. */
  text(): string;
  /** Every frame as it came, comments included. */
  frames(): string;
  /** Resolves when the stream has ended; rejects when it was broken off, or answered by an error. */
  ended: Promise<void>;
  /** Closes the connection, as a client does that is ended. */
  leave(): void;
}

/**
 * Asks by a plain streamed chat completion, and reads along.
 * @param client the User-Agent
 */
export function askStreaming(
  url: string,
  key: string,
  content: string,
  client = 'ChatBox/1.16.1',
): ChatStream {
  let frames = '';
  const connection = new AbortController();
  const read = async (): Promise<void> => {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${key}`,
        'User-Agent': client,
      },
      body: JSON.stringify({
        model: 'hermes-agent',
        stream: true,
        messages: [{ role: 'user', content }],
      }),
      signal: connection.signal,
    });
    if (response.status !== 200 || !response.body) throw new Error(`HTTP ${response.status}`);
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) frames += piece;
  };
  const ended = read();
  // Reported by whoever waits for the end; a test that fails before must not fail twice.
  ended.catch(() => undefined);
  return {
    frames: () => frames,
    text: () => deltas(frames).join(''),
    ended,
    leave: () => connection.abort(),
  };
}

function deltas(frames: string): string[] {
  return frames
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: {'))
    .map((frame) => JSON.parse(frame.slice('data: '.length)) as Chunk)
    .map((chunk) => chunk.choices?.[0]?.delta?.content ?? '');
}

interface Chunk {
  choices?: { delta?: { content?: string } }[];
}
