import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: client tools': [
    {
      promise: 'server tools are offered beside client tools',
      find: `choice === 'auto') {
    return { client, server: others,`,
      replace: `choice === 'auto') {
    return { client, server: client.length > 0 ? [] : others,`,
      test: 'test/http/chat-agent.test.ts',
      name: 'are offered beside the server tools and handed back when called',
    },
    {
      promise: "a client tool with a server tool's name wins",
      find: 'server.filter((tool) => !clientNames.has(tool.function.name));',
      replace: 'server.slice();',
      test: 'test/http/chat-agent.test.ts',
      name: 'win over a server tool of the same name, for that request',
    },
    {
      promise: 'tool_choice auto leaves it to the model, which has all tools',
      find: " || choice === 'auto') {",
      replace: ') {',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice required reaches the model',
      find: "if (choice === 'required') return { client, server: [], choice };",
      replace: "if (choice === 'required') return { client, server: [], choice: undefined };",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice required cannot be met by a server tool',
      find: "if (choice === 'required') return { client, server: [], choice };",
      replace: "if (choice === 'required') return { client, server: others, choice };",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice of one function reaches the model',
      find: `  return { client, server: [], choice };
}`,
      replace: `  return { client, server: [], choice: undefined };
}`,
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice of one function cannot be met by a server tool',
      find: `  return { client, server: [], choice };
}`,
      replace: `  return { client, server: others, choice };
}`,
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
      find: 'server: required ? [] : others,',
      replace: 'server: [],',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice of allowed tools may require a call',
      find: "choice: required ? 'required' : undefined,",
      replace: 'choice: undefined,',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice of allowed tools that requires a call cannot be met by a server tool',
      find: 'server: required ? [] : others,',
      replace: 'server: others,',
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice none removes client tools',
      find: "if (choice === 'none') return { client: [],",
      replace: "if (choice === 'none') return { client,",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice none leaves the server tools',
      find: "if (choice === 'none') return { client: [], server: others,",
      replace: "if (choice === 'none') return { client: [], server: [],",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
    {
      promise: 'tool_choice none does not forbid the model the server tools',
      find: "if (choice === 'none') return { client: [], server: others, choice: undefined };",
      replace: "if (choice === 'none') return { client: [], server: others, choice };",
      test: 'test/http/chat-client-tools.test.ts',
      name: 'is honoured',
    },
  ],
};
