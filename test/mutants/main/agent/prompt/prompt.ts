import type { MutantTable } from '../../../mutant.ts';

const unit = 'test/unit/agent/prompt/prompt.test.ts';
const http = 'test/http/agent-prompt.test.ts';

export const mutants: MutantTable = {
  'Loop: the system prompt': [
    {
      promise: 'the prompt begins with who the agent is',
      find: 'return [identity, { acts',
      replace: 'return [{ acts',
      test: unit,
      name: 'says who the agent is',
    },
    {
      promise: 'the prompt tells how to use tools',
      find: 'acts: toolGuidance,',
      replace: "acts: '',",
      test: unit,
      name: 'says who the agent is',
    },
    {
      promise: 'a model without tools is told that it cannot act',
      find: 'refused: noTools,',
      replace: 'refused: toolGuidance,',
      test: unit,
      name: 'tells the model what it cannot do',
    },
    {
      promise: 'the core names the mark of the blocks that are to be followed',
      find: 'block ${openingOf(mark)}…',
      replace: 'block <hermes-context>…',
      test: unit,
      name: 'names the mark',
    },
    {
      promise: 'the prompt tells the workspace',
      find: '`Workspace: ${parts.workspace} (relative paths start here)`,',
      replace: '',
      test: http,
      name: 'tells the model where it is: system, shell, workspace and date',
    },
    {
      promise: 'the prompt tells the date',
      find: '`Date: ${',
      replace: '`Time: ${',
      test: http,
      name: 'tells the model where it is: system, shell, workspace and date',
    },
    {
      promise: "the date is that of the user's place",
      find: "parts.today.toLocaleDateString('sv')",
      replace: 'parts.today.toISOString().slice(0, 10)',
      test: unit,
      name: "tells the date of the user's place",
    },
    {
      promise: 'the memory comes before the skills',
      find: 'parts.memory,\n    parts.skills,',
      replace: 'parts.skills,\n    parts.memory,',
      test: unit,
      name: 'holds its parts in the order of the contract',
    },
    {
      promise: 'the skills come before AGENTS.md',
      find: '    parts.skills,\n    parts.projectNotes && `# Notes of this project (AGENTS.md)\\n${parts.projectNotes}`,',
      replace:
        '    parts.projectNotes && `# Notes of this project (AGENTS.md)\\n${parts.projectNotes}`,\n    parts.skills,',
      test: unit,
      name: 'holds its parts in the order of the contract',
    },
  ],
};
