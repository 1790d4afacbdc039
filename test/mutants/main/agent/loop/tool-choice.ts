import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: client tools': [
    {
      promise: 'server tools are offered beside client tools',
      find: '    server: beside(functions),',
      replace: '    server: functions.length > 0 ? new Map() : beside(functions),',
      test: 'test/http/chat-agent.test.ts',
      name: 'are offered beside the server tools and handed back when called',
    },
    {
      promise: "a client tool with a server tool's name wins",
      find: 'if (!taken.has(name)) return definition;',
      replace: 'return definition;',
      test: 'test/http/chat-agent.test.ts',
      name: 'win over a server tool of the same name, for that request',
    },
    {
      promise: 'tool_choice auto leaves it to the model, which has all tools',
      find: " || choice === 'auto') return free(client);",
      replace: ') return free(client);',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice required reaches the model',
      find: "if (choice === 'required') return { ...free(client), choice, callDemanded: true };",
      replace: "if (choice === 'required') return { ...free(client), callDemanded: true };",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice required cannot be met by a server tool',
      find: "if (choice === 'required') return { ...free(client), choice, callDemanded: true };",
      replace: "if (choice === 'required') return { ...free(client), choice };",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is not answered in words: the model is asked once more',
    },
    {
      promise: 'tool_choice of one function reaches the model',
      find: 'return { client: alone, server: new Map(), choice, callDemanded: false };',
      replace:
        'return { client: alone, server: new Map(), choice: undefined, callDemanded: false };',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice of one function cannot be met by a server tool',
      find: 'return { client: alone, server: new Map(), choice, callDemanded: false };',
      replace: 'return { client: alone, server: beside(alone), choice, callDemanded: false };',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice of allowed tools takes the other client tools away',
      find: 'client.filter((tool) => allowed.has(tool.function.name));',
      replace: 'client.slice();',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice of allowed tools leaves the server tools',
      find: "return demanded ? { ...free(kept), choice: 'required', callDemanded: true } : free(kept);",
      replace:
        "return demanded ? { ...free(kept), choice: 'required', callDemanded: true } : { ...free(kept), server: new Map() };",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice of allowed tools may require a call',
      find: "return demanded ? { ...free(kept), choice: 'required', callDemanded: true } : free(kept);",
      replace: 'return demanded ? { ...free(kept), callDemanded: true } : free(kept);',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice of allowed tools that requires a call cannot be met by a server tool',
      find: "return demanded ? { ...free(kept), choice: 'required', callDemanded: true } : free(kept);",
      replace: 'return free(kept);',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice none removes client tools',
      find: "if (choice === 'none') return free([]);",
      replace: "if (choice === 'none') return free(client);",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice none leaves the server tools',
      find: "if (choice === 'none') return free([]);",
      replace: "if (choice === 'none') return { ...free([]), server: new Map() };",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice none does not forbid the model the server tools',
      find: "if (choice === 'none') return free([]);",
      replace: "if (choice === 'none') return { ...free([]), choice };",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'a tool of ours whose name a client took is offered under another',
      find: 'while (taken.has(free)) free = `hermes_${free}`;',
      replace: '',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is the client’s, and ours stays within reach under another name',
    },
    {
      promise: 'tool_choice required leaves the agent its own tools',
      find: "if (choice === 'required') return { ...free(client), choice, callDemanded: true };",
      replace:
        "if (choice === 'required') return { ...free(client), server: new Map(), choice, callDemanded: true };",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'gets it after the agent has worked with its own tools',
    },
    {
      promise: 'a function that is named is offered alone',
      find: 'return { client: alone,',
      replace: 'return { client,',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
  ],
};
