/**
 * A small model server over {@link createEngine}: OpenAI's chat completions, with the figures of
 * llama.cpp's own server. Told over IPC what it is to do, and tells what it did.
 */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { createEngine } from './engine.mjs';
import { promptOf, spokenCalls } from './prompt.mjs';

const options = JSON.parse(process.argv[2]);
const engine = await createEngine(options);
/** What is put into the model's mouth, in order. */
const script = [];
process.on('message', (message) => {
  if (message.reply) script.push(message.reply);
  if (message.count !== undefined) {
    process.send({ counted: { id: message.id, tokens: engine.tokenize(message.count).length } });
  }
});
// Whoever started this has ended without a word.
process.on('disconnect', () => process.exit());

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    if (!response.headersSent) refuse(response, 500, error.message, 'server_error');
    else response.destroy();
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

async function answer(request, response) {
  const path = (request.url ?? '').replace(/\?.*$/, '');
  if (path === '/v1/models') {
    const meta = { n_ctx: options.contextSize, n_ctx_train: engine.trainedContext };
    send(response, 200, { object: 'list', data: [{ id: options.name, object: 'model', meta }] });
    return;
  }
  if (request.method !== 'POST' || path !== '/v1/chat/completions') {
    refuse(response, 404, 'File Not Found', 'not_found_error');
    return;
  }
  await chat(await json(request), response);
}

async function chat(body, response) {
  let prompt;
  try {
    prompt = promptOf(body.messages, body.tools);
  } catch (error) {
    // What a template refuses is a 500 there too.
    refuse(response, 500, error.message, 'server_error');
    return;
  }
  const tokens = engine.tokenize(prompt);
  if (tokens.length >= options.contextSize) {
    process.send({ refused: { promptTokens: tokens.length } });
    const said = `the request (${tokens.length} tokens) exceeds the available context size (${options.contextSize} tokens), try increasing it`;
    refuse(response, 400, said, 'exceed_context_size_error', {
      n_prompt_tokens: tokens.length,
      n_ctx: options.contextSize,
    });
    return;
  }
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const out = body.stream ? streamTo(response, body) : wholeTo(response);
  const scripted = script.shift();
  let done = { evaluated: 0, cached: 0, generated: 0, reason: 'aborted' };
  try {
    done = await engine.generate(tokens, {
      most: body.max_completion_tokens ?? body.max_tokens ?? options.longestAnswer,
      temperature: body.temperature ?? 0,
      endAtOnce: scripted?.endAtOnce,
      scripted: scripted?.toolCalls ? spokenCalls(scripted.toolCalls) : scripted?.text,
      signal: gone.signal,
      onStart: () => out.start(),
      onPiece: (piece) => scripted?.toolCalls || out.text(piece),
    });
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
  process.send({ answered: { ...done, promptTokens: tokens.length, prompt } });
  if (gone.signal.aborted) return;
  const calls = (scripted?.toolCalls ?? []).map((call, index) => ({
    id: call.id ?? `call_${index + 1}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  out.end({
    calls,
    reason: calls.length > 0 ? 'tool_calls' : done.reason,
    figures: scripted?.usage === false ? {} : figures(tokens.length, done),
  });
}

/** The counts of the engine, as llama-server tells them. */
function figures(prompt, { cached, evaluated, generated, promptMs = 0 }) {
  return {
    usage: {
      prompt_tokens: prompt,
      completion_tokens: generated,
      total_tokens: prompt + generated,
      prompt_tokens_details: { cached_tokens: cached },
    },
    timings: { cache_n: cached, prompt_n: evaluated, prompt_ms: promptMs, predicted_n: generated },
  };
}

const common = { id: 'chatcmpl-1', created: 1, model: options.name };

function streamTo(response, body) {
  const frame = (fields) =>
    response.write(
      `data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', ...fields })}\n\n`,
    );
  const choice = (delta, reason = null) =>
    frame({ choices: [{ index: 0, delta, finish_reason: reason }] });
  return {
    start: () => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      choice({ role: 'assistant', content: null });
    },
    text: (content) => choice({ content }),
    end: ({ calls, reason, figures: { usage, timings } }) => {
      if (calls.length > 0) {
        choice({ tool_calls: calls.map((call, index) => ({ index, ...call })) });
      }
      choice({}, reason);
      if (usage && body.stream_options?.include_usage) frame({ choices: [], usage, timings });
      response.end('data: [DONE]\n\n');
    },
  };
}

function wholeTo(response) {
  let content = '';
  return {
    start: () => {},
    text: (piece) => {
      content += piece;
    },
    end: ({ calls, reason, figures }) => {
      const message = {
        role: 'assistant',
        content,
        ...(calls.length > 0 ? { tool_calls: calls } : {}),
      };
      const choices = [{ index: 0, message, finish_reason: reason }];
      send(response, 200, { ...common, object: 'chat.completion', choices, ...figures });
    },
  };
}

function refuse(response, code, message, type, more = {}) {
  send(response, code, { error: { code, message, type, ...more } });
}

function send(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
