import type { MutantTable } from '../../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: client tools': [
    {
      promise: 'what the choice comes to is sent to the model service',
      find: 'tools, tool_choice: toolChoice,',
      replace: 'tools,',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
  ],
  'Loop: its steps': [
    {
      promise: 'the upstream is called with stream: true',
      find: `streaming: true,
  streamUsage: true,`,
      replace: `streaming: false,
  streamUsage: true,`,
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'the request carries what was asked for',
    },
    {
      promise: 'the upstream is called with include_usage',
      find: `streamUsage: true,
  maxTokens`,
      replace: `streamUsage: false,
  maxTokens`,
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'the request carries what was asked for',
    },
  ],
  'Loop: upstream trouble': [
    {
      promise: 'a service that refuses to stream is asked without streaming',
      find: '? { ...dialect, streaming: false } : undefined',
      replace: '? undefined : undefined',
      test: 'test/unit/model/upstream-broken-streams.test.ts',
      name: 'a service that cannot stream is asked for the whole answer',
    },
  ],
  'Models as they are': [
    {
      promise: 'a service gets back the signatures of its calls',
      find: `    ...own?.calls[call.id],
`,
      replace: '',
      test: 'test/http/service-extras.test.ts',
      name: 'their signatures',
    },
    {
      promise: 'what a service sent goes to no other',
      find: 'serviceExtras?.from === self ? serviceExtras : undefined',
      replace: 'serviceExtras',
      test: 'test/http/service-extras.test.ts',
      name: 'goes to no other',
    },
    {
      promise: 'it is left out where the service does not want it back',
      find: "return { ...dialect, reasoning: 'never' };",
      replace: 'return undefined;',
      test: 'test/http/service-extras.test.ts',
      name: 'is left out from then on',
    },
    {
      promise: 'a placeholder stands for reasoning that nobody knows',
      find: "if (/missing|passed back/i.test(said)) return { ...dialect, reasoning: 'always' };",
      replace: '',
      test: 'test/http/service-extras.test.ts',
      name: 'a placeholder for the reasoning',
    },
    {
      promise: 'a placeholder stands for a signature that nobody knows',
      find: 'return { ...dialect, fillSignatures: true };',
      replace: 'return undefined;',
      test: 'test/http/service-extras.test.ts',
      name: 'a placeholder for the signature',
    },
  ],
  'Faults: upstream': [
    {
      promise: 'a service that cannot stream is asked for the whole answer',
      find: 'return /\\bstream/i.test(said) ? { ...dialect, streaming: false } : undefined;',
      replace: 'return undefined;',
      test: 'test/http/faults/upstream.test.ts',
      name: 'cannot stream is asked for the whole answer',
    },
  ],
};
