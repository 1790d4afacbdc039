import type { ScriptedReply } from '../../support/scripted-upstream.ts';

/** What people ask in the pictures, and what the model does about it. */
export interface Scene {
  /** The User-Agent of the client. */
  client: string;
  ask: string;
  replies: ScriptedReply[];
}

const usage = (prompt_tokens: number, completion_tokens: number): ScriptedReply['usage'] => ({
  prompt_tokens,
  completion_tokens,
});

/** Runs that are over when the pictures are taken, oldest first. */
export const finishedScenes: readonly Scene[] = [
  {
    client: 'OpenAI/Python 2.8.1',
    ask: 'Summarise README.md in three sentences.',
    replies: [
      {
        toolCalls: [{ name: 'read_file', arguments: { path: 'README.md' } }],
        usage: usage(3120, 38),
      },
      {
        text: 'The project turns a folder of field notes into a searchable site. It needs Node 20 and one command. Drafts stay private until they are tagged.',
        usage: usage(4210, 61),
      },
    ],
  },
  {
    client: 'Jan/0.7.4',
    ask: 'How much disk space do my build folders take?',
    replies: [
      {
        toolCalls: [{ name: 'terminal', arguments: { command: 'du -sh */build | sort -h' } }],
        usage: usage(3090, 44),
      },
      {
        text: 'All of them together take 1.2 GB; `site/build` alone takes 940 MB.',
        usage: usage(3260, 33),
      },
    ],
  },
  {
    client: 'curl/8.5.0',
    ask: 'Rename every .jpeg in photos to .jpg',
    replies: [{ status: 429 }, { status: 429 }, { status: 429 }, { status: 429 }],
  },
  {
    client: 'ChatBox/1.16.1',
    ask: 'Which of my notes mention the harbour, and when was each last changed?',
    replies: [
      {
        reasoning:
          'The notes lie in the workspace. I search them first, then ask for the dates of those that match.',
        toolCalls: [
          { name: 'terminal', arguments: { command: 'grep -ril harbour notes' } },
          { name: 'terminal', arguments: { command: 'ls -l --time-style=long-iso notes' } },
        ],
        usage: usage(3180, 92),
      },
      {
        toolCalls: [{ name: 'read_file', arguments: { path: 'notes/walks.md' } }],
        usage: usage(3560, 41),
      },
      {
        text: 'Two notes mention the harbour:\n\n1. `notes/walks.md`, changed this morning: the walk along the quay, six kilometres.\n2. `notes/ideas.md`, changed last week: a photo series of the cranes at dusk.',
        usage: usage(3990, 87),
      },
    ],
  },
];

/** A run under way while the pictures are taken. */
export const runningScene: Scene = {
  client: 'Open WebUI',
  ask: 'Write release notes from the commits since the last tag',
  replies: [
    {
      text: 'Since the last tag there are eleven commits. The most visible change',
      hang: 'mid-text',
    },
  ],
};

/** A run that waits for a decision. */
export const riskyScene: Scene = {
  client: 'ChatBox/1.16.1',
  ask: 'Clean up the site folder and install what the build needs',
  replies: [
    {
      toolCalls: [
        {
          name: 'terminal',
          arguments: {
            command: 'rm -rf site/build site/.cache\nsudo apt-get install -y libvips-dev',
          },
        },
      ],
    },
    { text: 'Done.' },
  ],
};

/** Files of the workspace in the pictures. */
export const workspaceFiles: Readonly<Record<string, string>> = {
  'README.md': '# Field notes\n\nA folder of notes, made into a searchable site.\n',
  'notes/walks.md': '# Walks\n\nAlong the harbour: the quay, six kilometres, best before nine.\n',
  'notes/ideas.md': '# Ideas\n\nThe cranes of the harbour at dusk.\n',
  'notes/books.md': '# Books\n\nTo read in winter.\n',
  'site/build/index.html': '<h1>Field notes</h1>\n',
};
