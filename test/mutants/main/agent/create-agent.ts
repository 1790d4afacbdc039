import type { MutantTable } from '../../mutant.ts';

export const mutants: MutantTable = {
  'Loop: the system prompt': [
    {
      promise: 'the prompt tells the operating system',
      find: 'system: `${os.type()} ${os.release()} (${os.arch()})`,',
      replace: "system: 'a computer',",
      test: 'test/http/agent-prompt.test.ts',
      name: 'tells the model where it is: system, shell, workspace and date',
    },
    {
      promise: 'the prompt tells the shell',
      find: 'shell: commandShell(process.platform, process.env),',
      replace: "shell: 'a shell',",
      test: 'test/http/agent-prompt.test.ts',
      name: 'tells the model where it is: system, shell, workspace and date',
    },
    {
      promise: 'the prompt holds the snapshot of the memory',
      find: `          memory,
          skills,`,
      replace: `          memory: '',
          skills,`,
      test: 'test/http/agent-prompt.test.ts',
      name: 'holds the memory, the skills, the notes of the project and the words of the client, in this order',
    },
    {
      promise: 'the prompt holds the index of the skills',
      find: `          skills,
          projectNotes,`,
      replace: `          skills: '',
          projectNotes,`,
      test: 'test/http/agent-prompt.test.ts',
      name: 'holds the memory, the skills, the notes of the project and the words of the client, in this order',
    },
    {
      promise: 'the prompt holds AGENTS.md of the workspace',
      find: '          projectNotes,',
      replace: "          projectNotes: '',",
      test: 'test/http/agent-prompt.test.ts',
      name: 'takes in AGENTS.md of the workspace',
    },
    {
      promise: "the client's layer is part of the prompt",
      find: "const clientLayer = request.instructions ?? '';",
      replace: "const clientLayer = '';",
      test: 'test/http/agent-prompt.test.ts',
      name: "layers the client's system and developer texts",
    },
    {
      promise: "the client's layer never takes the place of the core prompt",
      find: '          core,\n          context: start.context,',
      replace: '          core: clientLayer || core,\n          context: start.context,',
      test: 'test/http/agent-prompt.test.ts',
      name: "layers the client's system and developer texts",
    },
  ],
  'Loop: its steps': [
    {
      promise: 'maxIterations is a setting',
      find: 'maxIterations: parts.settings().agent.maxIterations,',
      replace: 'maxIterations: 90,',
      test: 'test/http/agent-prompt.test.ts',
      name: 'ends after as many rounds as the settings allow',
    },
  ],
  'Loop: context and limits': [
    {
      promise: 'the agent of a host summarises',
      find: 'compress: parts.compression(model),',
      replace: '',
      test: 'test/http/agent-prompt.test.ts',
      name: 'is summarised where it would fill half of the context window of the settings',
    },
  ],
  'Models as they are': [
    {
      promise: 'it knows that it cannot act',
      find: "() => buildCorePrompt({ tools: 'refused', mark })",
      replace: '() => core',
      test: 'test/http/with-fallbacks.test.ts',
      name: 'answers without them, and knows that it cannot act',
    },
    {
      promise: "a client's own tools are never left out",
      find: 'request.clientTools.length > 0\n            ? undefined',
      replace: 'request.clientTools.length > 9\n            ? undefined',
      test: 'test/http/with-fallbacks.test.ts',
      name: 'is an error that says so for a client',
    },
  ],
  'Faults: store': [
    {
      promise: 'a workspace that cannot be made is no reason not to answer',
      find: '    warn(`The workspace ${workspace} cannot be made; tools have no folder to work in`, error);',
      replace:
        '    warn(`The workspace ${workspace} cannot be made; tools have no folder to work in`, error);\n    throw error;',
      test: 'test/http/faults/disk.test.ts',
      name: 'that turns read-only before anything was stored says so, and needs no restart',
      build: true,
    },
  ],
};
