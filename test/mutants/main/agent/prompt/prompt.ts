import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Chat completions: the request': [
    {
      promise: "the client's texts never stand instead of the core prompt",
      find: "return sections.filter((section) => section !== '').join('\\n\\n');",
      replace:
        "return parts.clientLayer || sections.filter((section) => section !== '').join('\\n\\n');",
      test: 'test/http/chat-agent.test.ts',
      name: "is the core prompt with the client's system and developer texts",
    },
    {
      promise: "the client's texts stand on top of the core prompt, after it",
      find: `const sections = [
    identity,`,
      replace: `const sections = [
    parts.clientLayer,
    identity,`,
      test: 'test/http/chat-agent.test.ts',
      name: "is the core prompt with the client's system and developer texts",
    },
  ],
  'Loop: the system prompt': [
    {
      promise: 'the prompt begins with who the agent is',
      find: `    identity,
    parts.tools.length > 0 ?`,
      replace: '    parts.tools.length > 0 ?',
      test: 'test/unit/agent/prompt/prompt.test.ts',
      name: 'holds its parts in the order of the contract',
    },
    {
      promise: 'the prompt tells how to use tools',
      find: "parts.tools.length > 0 ? toolGuidance : '',",
      replace: '',
      test: 'test/unit/agent/prompt/prompt.test.ts',
      name: 'holds its parts in the order of the contract',
    },
    {
      promise: 'where nothing can be called the prompt says nothing of tools',
      find: "parts.tools.length > 0 ? toolGuidance : '',",
      replace: 'toolGuidance,',
      test: 'test/unit/agent/prompt/prompt.test.ts',
      name: 'leaves out what there is nothing to say about',
    },
    {
      promise: 'the prompt tells the workspace',
      find: '`Workspace: ${parts.workspace} (relative paths start here)`,',
      replace: '',
      test: 'test/http/agent-prompt.test.ts',
      name: 'tells the model where it is: system, shell, workspace and date',
    },
    {
      promise: 'the prompt tells the date',
      find: '`Date: ${',
      replace: '`Time: ${',
      test: 'test/http/agent-prompt.test.ts',
      name: 'tells the model where it is: system, shell, workspace and date',
    },
    {
      promise: "the date is that of the user's place",
      find: "parts.today.toLocaleDateString('sv')",
      replace: 'parts.today.toISOString().slice(0, 10)',
      test: 'test/unit/agent/prompt/prompt.test.ts',
      name: "tells the date of the user's place",
    },
    {
      promise: 'what tools guide comes before the environment, and that before the memory',
      find: `    trustGuidance,
    [`,
      replace: `    trustGuidance,
    parts.memory,
    [`,
      also: [
        {
          file: 'src/main/agent/prompt/prompt.ts',
          find: `    parts.memory,
    parts.skills,`,
          replace: '    parts.skills,',
        },
      ],
      test: 'test/unit/agent/prompt/prompt.test.ts',
      name: 'holds its parts in the order of the contract',
    },
    {
      promise: 'the memory comes before the skills',
      find: `parts.memory,
    parts.skills,`,
      replace: `parts.skills,
    parts.memory,`,
      test: 'test/unit/agent/prompt/prompt.test.ts',
      name: 'holds its parts in the order of the contract',
    },
    {
      promise: 'the skills come before AGENTS.md',
      find: `    parts.memory,
    parts.skills,
`,
      replace: `    parts.memory,
`,
      also: [
        {
          file: 'src/main/agent/prompt/prompt.ts',
          find: '    parts.clientLayer && `# Instr',
          replace: '    parts.skills,\n    parts.clientLayer && `# Instr',
        },
      ],
      test: 'test/unit/agent/prompt/prompt.test.ts',
      name: 'holds its parts in the order of the contract',
    },
    {
      promise: "the client's layer comes last",
      find: "sections.filter((section) => section !== '').join('\\n\\n')",
      replace:
        "[...sections.slice(0, -2), ...sections.slice(-2).toReversed()].filter((section) => section !== '').join('\\n\\n')",
      test: 'test/unit/agent/prompt/prompt.test.ts',
      name: 'holds its parts in the order of the contract',
    },
  ],
};
