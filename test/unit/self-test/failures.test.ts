import { describe, expect, it } from 'vitest';
import {
  chatFrame,
  chatFrames,
  done,
  responseFrame,
  responseFrames,
  sendFrames,
  sendJson,
} from '../../support/openai-like-server.ts';
import { selfTestBench } from './self-test-bench.ts';

const bench = selfTestBench();

/** Answers streamed requests with these frames. */
function stream(frames: readonly string[]): void {
  bench.server.fault = (_request, response, body) =>
    body.stream === true && sendFrames(response, frames);
}

/** Answers plain requests with this. */
function plain(value: unknown, status = 200): void {
  bench.server.fault = (request, response, body) =>
    request.method === 'POST' && body.stream !== true && sendJson(response, value, status);
}

describe('what the self-test says when', () => {
  it('nothing listens: names the address, and tries nothing else', async () => {
    await bench.server.close();
    const result = await bench.run('jan');
    const { origin } = new URL(bench.server.baseUrl);
    expect(result.preflight.detail).toBe(
      `Nothing listens at ${origin}. Turn the server on, and compare the port.`,
    );
    expect(result.models).toMatchObject({
      state: 'skipped',
      detail: 'Not tried: it would fail like “Permission for web pages”.',
    });
  });

  it('the key is wrong: the server’s words, and nothing else is tried', async () => {
    const result = await bench.run('curl', { key: 'wrong' });
    expect(result.models).toMatchObject({
      state: 'failed',
      detail: 'The key was refused (401). Incorrect API key provided.',
    });
    expect(result.image.state).toBe('skipped');
    expect(bench.server.requests).toHaveLength(1);
  });

  it('the preflight is refused', async () => {
    bench.server.fault = (request, response) =>
      request.method === 'OPTIONS' &&
      sendJson(response, { error: { message: 'The web origin may not call.' } }, 403);
    const result = await bench.run('jan');
    expect(result.preflight).toMatchObject({
      state: 'failed',
      detail:
        'The browser’s question whether tauri://localhost may call was answered with 403. The web origin may not call.',
    });
    expect(result.plain.state).toBe('passed');
  });

  it('the answers carry no CORS header', async () => {
    bench.server.fault = (_request, response) =>
      response.removeHeader('access-control-allow-origin');
    const result = await bench.run('lobechat');
    for (const id of ['preflight', 'models', 'plain', 'stream', 'tool', 'image'] as const) {
      expect(result[id].detail).toBe(
        'The browser would block the answer: it lacks Access-Control-Allow-Origin for http://localhost:3210. Look at Server › Allowed web origins.',
      );
    }
  });

  it('the answers are meant for another page', async () => {
    bench.server.fault = (_request, response) =>
      void response.setHeader('access-control-allow-origin', 'https://example.com');
    const result = await bench.run('jan');
    expect(result.preflight.detail).toBe(
      'The browser would block the answer: it is meant for https://example.com, not for tauri://localhost. Look at Server › Allowed web origins.',
    );
  });

  it('a header is not allowed; a star does not cover Authorization', async () => {
    let allowed = 'authorization, content-type';
    bench.server.fault = (request, response) => {
      if (request.method !== 'OPTIONS') return false;
      response
        .writeHead(204, {
          'access-control-allow-headers': allowed,
          'access-control-allow-private-network': 'true',
        })
        .end();
      return true;
    };
    expect((await bench.run('jan')).preflight.detail).toBe(
      'The browser would block the request: the server does not allow the header x-api-key.',
    );
    allowed = '*';
    expect((await bench.run('jan')).preflight.detail).toBe(
      'The browser would block the request: the server does not allow the header authorization.',
    );
  });

  it('the private network is not allowed', async () => {
    bench.server.fault = (request, response) => {
      if (request.method !== 'OPTIONS') return false;
      response
        .writeHead(204, {
          'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
        })
        .end();
      return true;
    };
    expect((await bench.run('jan')).preflight.detail).toBe(
      'Chrome would block the request: the answer lacks Access-Control-Allow-Private-Network.',
    );
  });

  it('a web page comes back', async () => {
    bench.server.fault = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html></html>');
      return true;
    };
    const result = await bench.run('curl');
    const page = 'It is a web page: another program answers at this address.';
    expect(result.models.detail).toBe(`The answer is not JSON. ${page}`);
    expect(result.plain.detail).toBe(`The answer is not JSON. ${page}`);
    expect(result.stream.detail).toBe(
      `A stream must have the type text/event-stream; this answer has text/html. ${page}`,
    );
  });

  it('another program with JSON answers', async () => {
    bench.server.fault = (_request, response) => sendJson(response, { status: 'ok' });
    const result = await bench.run('curl');
    expect(result.models.detail).toBe(
      'The answer is JSON, but no list of models: another program may be using the port.',
    );
    expect(result.plain.detail).toMatch(/^The answer is no chat completion: choices: /);
    expect((await bench.run('codex')).plain.detail).toMatch(/^The answer is no response: output: /);
  });

  it('the list of models is empty', async () => {
    bench.server.fault = (request, response) =>
      request.url === '/v1/models' && sendJson(response, { data: [] });
    expect((await bench.run('curl')).models.detail).toBe('The list of models is empty.');
  });

  it.each([
    [404, 'The server does not know this address (404). Another program may be using the port. no'],
    [403, 'The server refuses this client (403). no'],
    [429, 'Too many runs are under way (429). Try again later. no'],
    [502, 'The server works, but its model service does not (502). no'],
    [500, 'The server answered with the status 500. no'],
  ])('the status is %i', async (status, text) => {
    plain({ error: { message: 'no' } }, status);
    expect((await bench.run('curl')).plain.detail).toBe(text);
  });

  it('an error status comes without a message of ours', async () => {
    bench.server.fault = (request, response) => {
      if (request.method !== 'POST') return false;
      response.writeHead(500).end('Internal\nServer Error');
      return true;
    };
    expect((await bench.run('curl')).plain.detail).toBe(
      'The server answered with the status 500. It begins: Internal Server Error',
    );
  });

  it('the answer holds no text', async () => {
    plain({ choices: [{ finish_reason: 'stop', message: { content: ' ' } }] });
    const result = await bench.run('curl');
    expect(result.plain.detail).toBe('The answer holds no text.');
    expect(result.tool.detail).toBe('The answer holds neither text nor a call.');
    expect(result.image.detail).toBe('The answer holds no text.');
  });

  it('a tool is called: that of the client is fine, another is not', async () => {
    const calling = (name: string): unknown => ({
      choices: [
        {
          finish_reason: 'tool_calls',
          message: { content: null, tool_calls: [{ function: { name, arguments: '{}' } }] },
        },
      ],
    });
    plain(calling('get_weather'));
    expect((await bench.run('curl')).tool).toMatchObject({
      state: 'passed',
      detail: 'The model calls get_weather, which the client then runs.',
    });
    plain(calling('terminal'));
    expect((await bench.run('curl')).tool).toMatchObject({
      state: 'failed',
      detail: 'The answer calls terminal, which the client did not declare and cannot run.',
    });
  });

  it('a response did not complete', async () => {
    plain({ status: 'failed', error: { message: 'The model is away.' }, output: [] });
    expect((await bench.run('codex')).plain.detail).toBe(
      'The response is failed. The model is away.',
    );
  });

  it('a response calls a tool of the client', async () => {
    plain({ status: 'completed', output: [{ type: 'function_call', name: 'get_weather' }] });
    expect((await bench.run('codex')).tool.state).toBe('passed');
  });
});

describe('what the self-test says of a stream that', () => {
  it('has the wrong type', async () => {
    bench.server.fault = (_request, response, body) =>
      body.stream === true && sendJson(response, { choices: [] });
    expect((await bench.run('curl')).stream.detail).toBe(
      'A stream must have the type text/event-stream; this answer has application/json. It begins: {"choices":[]}',
    );
  });

  it('ends without [DONE]', async () => {
    stream(chatFrames);
    expect((await bench.run('curl')).stream.detail).toBe(
      'The stream ended without “data: [DONE]”: clients would wait or report a cut-off answer.',
    );
  });

  it('has no finish_reason', async () => {
    stream([chatFrame({ delta: { content: 'one' } }), done]);
    expect((await bench.run('curl')).stream.detail).toBe(
      'The stream has no finish_reason: clients report an unfinished answer.',
    );
  });

  it('changes its id', async () => {
    stream([
      chatFrame({ delta: { content: 'one' } }, 'a'),
      chatFrame({ delta: {}, finish_reason: 'stop' }, 'b'),
      done,
    ]);
    expect((await bench.run('curl')).stream.detail).toBe(
      'The chunks of one answer have 2 different ids: clients show them as several answers.',
    );
  });

  it('holds a named event', async () => {
    stream(['event: hermes.tool\ndata: {"tool":"terminal"}\n\n', ...chatFrames]);
    expect((await bench.run('curl')).stream.detail).toBe(
      'The stream holds an event named “hermes.tool”; clients built on the AI SDK break on it.',
    );
  });

  it('calls a tool nobody declared', async () => {
    const call = { index: 0, id: 'call_1', function: { name: 'terminal', arguments: '{}' } };
    stream([chatFrame({ delta: { tool_calls: [call] } }), done]);
    expect((await bench.run('curl')).stream.detail).toBe(
      'The stream calls a tool that the client did not declare; it would call again and again.',
    );
  });

  it('holds no text', async () => {
    stream([chatFrame({ delta: {}, finish_reason: 'stop' }), done]);
    expect((await bench.run('curl')).stream.detail).toBe('The stream ended without any text.');
  });

  it('holds what is no chunk, no object, or no JSON', async () => {
    stream(['data: {"id":"a"}\n\n']);
    expect((await bench.run('curl')).stream.detail).toBe(
      'The stream holds what is no chunk: {"id":"a"}',
    );
    stream(['data: 7\n\n']);
    expect((await bench.run('curl')).stream.detail).toBe('The stream holds what is no object: 7');
    stream(['data: {"id":\n\n']);
    expect((await bench.run('curl')).stream.detail).toBe(
      'The stream holds what is no JSON: {"id":',
    );
  });

  it('carries an error', async () => {
    stream([chatFrames[0]!, 'data: {"error":{"message":"The model is away."}}\n\n']);
    expect((await bench.run('curl')).stream.detail).toBe(
      'The run failed while it was streamed: The model is away.',
    );
  });

  it('breaks off in the middle', async () => {
    bench.server.fault = (_request, response, body) => {
      if (body.stream !== true) return false;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chatFrames[0]!, () => response.destroy());
      return true;
    };
    expect((await bench.run('curl')).stream.detail).toBe(
      'The connection was closed before the answer was complete. See Logs for what happened.',
    );
  });

  it('is misnumbered or misnamed, in the Responses API', async () => {
    stream([responseFrames[0]!, responseFrame({ type: 'response.completed' }, 7)]);
    expect((await bench.run('codex')).stream.detail).toBe(
      'The frames are misnumbered: 7 came in place of 1.',
    );
    stream(['data: {"type":"response.created","sequence_number":0}\n\n']);
    expect((await bench.run('codex')).stream.detail).toBe(
      'A frame of the type response.created is named “”; the SDK reads the name.',
    );
    stream([...responseFrames.slice(0, 2), done]);
    expect((await bench.run('codex')).stream.detail).toBe(
      'The stream ends with response.output_text.delta, not response.completed.',
    );
  });
});
