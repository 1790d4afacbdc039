import type { MutantTable } from '../mutant.ts';

const prompt = 'src/main/agent/prompt/prompt.ts';
const createAgent = 'src/main/agent/create-agent.ts';
const promptTest = 'test/unit/agent/prompt/prompt.test.ts';
const hostTest = 'test/http/agent-prompt.test.ts';
const parts = 'holds its parts in the order of the contract';
const place = 'tells the model where it is: system, shell, workspace and date';
const filled =
  'holds the memory, the skills, the notes of the project and the words of the client, in this order';

/** agent.md, Loop: step 1. */
export const loopPromptMutants: MutantTable = {
  section: 'Loop: the system prompt',
  mutants: [
    {
      promise: 'the prompt begins with who the agent is',
      file: prompt,
      find: '    identity,\n    parts.tools.length > 0 ?',
      replace: '    parts.tools.length > 0 ?',
      test: promptTest,
      name: parts,
    },
    {
      promise: 'the prompt tells how to use tools',
      file: prompt,
      find: "parts.tools.length > 0 ? toolGuidance : '',",
      replace: '',
      test: promptTest,
      name: parts,
    },
    {
      promise: 'where nothing can be called the prompt says nothing of tools',
      file: prompt,
      find: "parts.tools.length > 0 ? toolGuidance : '',",
      replace: 'toolGuidance,',
      test: promptTest,
      name: 'leaves out what there is nothing to say about',
    },
    {
      promise: 'the prompt tells the operating system',
      file: createAgent,
      find: 'system: `${os.type()} ${os.release()} (${os.arch()})`,',
      replace: "system: 'a computer',",
      test: hostTest,
      name: place,
    },
    {
      promise: 'the prompt tells the shell',
      file: createAgent,
      find: "shell: process.env['SHELL'] ??",
      replace: 'shell:',
      test: hostTest,
      name: place,
    },
    {
      promise: 'the prompt tells the workspace',
      file: prompt,
      find: '`Workspace: ${parts.workspace} (relative paths start here)`,',
      replace: '',
      test: hostTest,
      name: place,
    },
    {
      promise: 'the prompt tells the date',
      file: prompt,
      find: '`Date: ${',
      replace: '`Time: ${',
      test: hostTest,
      name: place,
    },
    {
      promise: 'the date is that of the run',
      file: 'src/main/host.ts',
      find: 'now: () => new Date(),',
      replace: 'now: () => new Date(0),',
      test: hostTest,
      name: place,
    },
    {
      promise: "the date is that of the user's place",
      file: prompt,
      find: "parts.today.toLocaleDateString('sv')",
      replace: 'parts.today.toISOString().slice(0, 10)',
      test: promptTest,
      name: "tells the date of the user's place",
    },
    {
      promise: 'what tools guide comes before the environment, and that before the memory',
      file: prompt,
      find: '    trustGuidance,\n    [',
      replace: '    trustGuidance,\n    parts.memory,\n    [',
      also: [
        {
          file: prompt,
          find: '    parts.memory,\n    parts.skills,',
          replace: '    parts.skills,',
        },
      ],
      test: promptTest,
      name: parts,
    },
    {
      promise: 'the prompt holds the snapshot of the memory',
      file: createAgent,
      find: '        memory,\n        skills,',
      replace: "        memory: '',\n        skills,",
      test: hostTest,
      name: filled,
    },
    {
      promise: 'the memory comes before the skills',
      file: prompt,
      find: 'parts.memory,\n    parts.skills,',
      replace: 'parts.skills,\n    parts.memory,',
      test: promptTest,
      name: parts,
    },
    {
      promise: 'the prompt holds the index of the skills',
      file: createAgent,
      find: '        skills,\n        projectNotes',
      replace: "        skills: '',\n        projectNotes",
      test: hostTest,
      name: filled,
    },
    {
      promise: 'the prompt holds AGENTS.md of the workspace',
      file: createAgent,
      find: 'projectNotes: notes,',
      replace: "projectNotes: '',",
      test: hostTest,
      name: 'takes in AGENTS.md of the workspace',
    },
    {
      promise: 'the skills come before AGENTS.md',
      file: prompt,
      find: '    parts.memory,\n    parts.skills,\n',
      replace: '    parts.memory,\n',
      also: [
        {
          file: prompt,
          find: '    parts.clientLayer && `# Instr',
          replace: '    parts.skills,\n    parts.clientLayer && `# Instr',
        },
      ],
      test: promptTest,
      name: parts,
    },
    {
      promise: "the client's layer is part of the prompt",
      file: createAgent,
      find: "const clientLayer = request.instructions ?? '';",
      replace: "const clientLayer = '';",
      test: hostTest,
      name: "layers the client's system and developer texts",
    },
    {
      promise: "the client's layer comes last",
      file: prompt,
      find: "sections.filter((section) => section !== '').join('\\n\\n')",
      replace:
        "[...sections.slice(0, -2), ...sections.slice(-2).toReversed()].filter((section) => section !== '').join('\\n\\n')",
      test: promptTest,
      name: parts,
    },
    {
      promise: "the client's layer never takes the place of the core prompt",
      file: createAgent,
      find: 'systemPrompt: prompt(tools, false),',
      replace: 'systemPrompt: clientLayer || prompt(tools, false),',
      test: hostTest,
      name: "layers the client's system and developer texts",
    },
  ],
};
