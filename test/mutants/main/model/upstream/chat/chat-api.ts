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
      find: 'stream: true,',
      replace: 'stream: false,',
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'the request carries what was asked for',
    },
    {
      promise: 'the upstream is called with include_usage',
      find: 'stream_options: { include_usage: true },',
      replace: '',
      test: 'test/unit/model/upstream-stream.test.ts',
      name: 'the request carries what was asked for',
    },
  ],
  'Models as they are': [
    {
      promise: 'a service gets back the signatures of its calls',
      find: 'map((call) => ({ ...call, ...own?.calls[call.id] }))',
      replace: 'map((call) => ({ ...call }))',
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
  ],
};
