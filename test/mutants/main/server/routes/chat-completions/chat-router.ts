import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  Routes: [
    {
      promise: 'a wrong method of /chat/completions is 405',
      find: `
    .all(methodNotAllowed('POST'));`,
      replace: ';',
      test: 'test/http/routes.test.ts',
      name: 'is 405 in JSON, with Allow',
    },
  ],
  'Every response': [
    {
      promise: 'x-should-retry is false on an error of a chat whose run has begun',
      find: `await onceBegun(
    run,
    chat.stream
      ? stream(run, form.frames(asked), response, deps)
      : answer(run, (events, outcome) => form.body(asked, events, outcome), response),
  );`,
      replace: `await (chat.stream
    ? onceBegun(run, stream(run, form.frames(asked), response, deps))
    : answer(run, (events, outcome) => form.body(asked, events, outcome), response));`,
      test: 'test/http/no-retry.test.ts',
      name: 'a chat',
    },
    {
      promise: 'x-should-retry is false on an error of a streamed chat whose run has begun',
      find: `await onceBegun(
    run,
    chat.stream
      ? stream(run, form.frames(asked), response, deps)
      : answer(run, (events, outcome) => form.body(asked, events, outcome), response),
  );`,
      replace: `await (chat.stream
    ? stream(run, form.frames(asked), response, deps)
    : onceBegun(run, answer(run, (events, outcome) => form.body(asked, events, outcome), response)));`,
      test: 'test/http/no-retry.test.ts',
      name: 'a streamed chat',
    },
  ],
  'Every response: unknown fields and the model': [
    {
      promise: 'the model of a chat is echoed',
      find: 'const head = answerHead(run, chat.model ?? server.modelId, idPrefix);',
      replace: 'const head = answerHead(run, server.modelId, idPrefix);',
      test: 'test/http/parameters.test.ts',
      name: 'is echoed by',
    },
    {
      promise: 'any model name is taken by a chat',
      find: 'const head = answerHead(run, chat.model ?? server.modelId, idPrefix);',
      replace: `if (chat.model && chat.model !== server.modelId) throw new Error('no such model');
  const head = answerHead(run, chat.model ?? server.modelId, idPrefix);`,
      test: 'test/http/parameters.test.ts',
      name: 'is echoed by',
    },
    {
      promise: 'a chat that names no model is answered in the name of the settings',
      find: 'const head = answerHead(run, chat.model ?? server.modelId, idPrefix);',
      replace: "const head = answerHead(run, chat.model ?? '', idPrefix);",
      test: 'test/http/parameters.test.ts',
      name: 'is the one in the settings where',
    },
  ],
  'Chat completions: the answer': [
    {
      promise: 'model is echoed',
      find: 'chat.model ?? server.modelId',
      replace: 'server.modelId',
      test: 'test/http/chat-answer.test.ts',
      name: 'has id, object, created, the echoed model, one choice and usage',
    },
    {
      promise: 'model is the configured id where none was named',
      find: 'chat.model ?? server.modelId',
      replace: "chat.model ?? 'hermes-agent'",
      test: 'test/http/chat-answer.test.ts',
      name: 'names the configured model when the request names none',
    },
  ],
  'Chat completions: streams': [
    {
      promise: 'stream: true is answered by a stream',
      find: `chat.stream
      ? stream(`,
      replace: 'chat.stream && !run ? stream(',
      test: 'test/http/chat-stream.test.ts',
      name: 'has the headers of an event stream',
    },
    {
      promise: 'comments come after the seconds in the setting',
      find: 'keepaliveMs: server.keepaliveSeconds * 1000,',
      replace: 'keepaliveMs: server.keepaliveSeconds * 100_000,',
      test: 'test/http/chat-stream.test.ts',
      name: 'keeps a silent connection alive with comments',
    },
    {
      promise: 'switched off, who asked for a stream still gets one',
      find: `chat.stream
      ? stream(`,
      replace: 'chat.stream && streaming.enabled ? stream(',
      test: 'test/http/chat-stream.test.ts',
      name: 'content chunks',
    },
  ],
  'Chat completions: failures, clients that leave or ask again': [
    {
      promise: 'a failure is an HTTP error, not streaming',
      find: "if (ending.type !== 'run.completed') throw failureOf(ending)!;",
      replace: `if (ending.type !== 'run.completed') {
    response.json({ error: { message: failureOf(ending)!.message } });
    return;
  }`,
      test: 'test/http/chat-answer.test.ts',
      name: 'not to be retried',
    },
  ],
};
