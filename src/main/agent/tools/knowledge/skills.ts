import { z } from 'zod';
import { defineTool, toolError, type Tool, type ToolResult } from '../../tool.ts';
import { skillFile } from './skill-files.ts';
import { SkillProblem, type SkillStore } from './skill-store.ts';
import { cutText } from '../../text/truncate.ts';

/** The longest file that is shown, in characters. */
const longestView = 100_000;

const listParameters = z.object({
  category: z.string().optional().describe('Only skills of this category.'),
});

/** Lists skills. */
export function createSkillsListTool(store: SkillStore): Tool<typeof listParameters> {
  return defineTool({
    name: 'skills_list',
    description:
      'List the skills: names and descriptions of instructions for kinds of tasks. skill_view shows one.',
    parameters: listParameters,
    summarize: ({ category }) => category ?? '',
    async execute({ category }, { workspace }) {
      const all = await store.list(workspace);
      const skills = all
        .filter((skill) => category === undefined || skill.category === category)
        .map(({ name, description, category: group, ofWorkspace }) => ({
          name,
          description,
          ...(group === undefined ? {} : { category: group }),
          ...(ofWorkspace ? { of_workspace: true } : {}),
        }));
      return json({ skills, count: skills.length });
    },
  });
}

const viewParameters = z.object({
  name: z.string().trim().min(1).describe('Name of the skill.'),
  file_path: z
    .string()
    .min(1)
    .optional()
    .describe('A file of the skill, such as references/api.md. Left out: SKILL.md.'),
});

/** Shows a skill or one of its files. */
export function createSkillViewTool(store: SkillStore): Tool<typeof viewParameters> {
  return defineTool({
    name: 'skill_view',
    description:
      'Read a skill: its instructions, the folder it is in, and the names of its other files, which file_path reads.',
    parameters: viewParameters,
    summarize: ({ name, file_path }) => [name, file_path].filter(Boolean).join('/'),
    execute: ({ name, file_path: file }, { workspace }) =>
      orProblem(async () => {
        const { skill, content, files } = await store.view(workspace, name, file);
        return json({
          name: skill.name,
          folder: skill.folder,
          file: file ?? skillFile,
          content: cutText(content, longestView),
          ...(files.length > 0 ? { linked_files: files } : {}),
        });
      }),
  });
}

const manageParameters = z.object({
  action: z.enum(['create', 'edit', 'patch', 'delete', 'write_file', 'remove_file']),
  name: z
    .string()
    .trim()
    .min(1)
    .describe('Name of the skill: lower-case letters, digits, hyphens.'),
  content: z
    .string()
    .optional()
    .describe('create, edit: the whole SKILL.md, with name and description in its front matter.'),
  category: z.string().optional().describe('create: a folder for it among the skills.'),
  old_string: z.string().optional().describe('patch: the text to find; only one such place.'),
  new_string: z.string().optional().describe('patch: what goes there.'),
  replace_all: z.boolean().default(false).describe('patch: every such place.'),
  file_path: z
    .string()
    .min(1)
    .optional()
    .describe('patch, write_file, remove_file: a file of the skill, such as scripts/run.sh.'),
  file_content: z.string().optional().describe('write_file: the whole content.'),
});
type ManageArguments = z.output<typeof manageParameters>;

const manageDescription = `Keep instructions for kinds of tasks, to do them better the next time.
create a skill after something was hard to find out, or when the user asks for it; patch one that turns out wrong or incomplete; edit writes its SKILL.md anew; write_file and remove_file are for its other files; delete removes it: ask the user before.
SKILL.md: front matter (---, "name: …", "description: …, when to use it", ---), then the steps, with exact commands and known pitfalls.`;

/** Makes and changes skills. */
export function createSkillManageTool(store: SkillStore): Tool<typeof manageParameters> {
  return defineTool({
    name: 'skill_manage',
    description: manageDescription,
    parameters: manageParameters,
    summarize: ({ action, name, file_path }) => [action, name, file_path].filter(Boolean).join(' '),
    execute: (args, { workspace, signal }) =>
      orProblem(async () => {
        signal.throwIfAborted();
        return json({ success: true, message: await manage(store, args, workspace) });
      }),
  });
}

async function manage(
  store: SkillStore,
  args: ManageArguments,
  workspace: string,
): Promise<string> {
  const { action, name, file_path: file } = args;
  switch (action) {
    case 'create': {
      const folder = await store.create(workspace, name, given(args, 'content'), args.category);
      return `Created ${name} in ${folder}.`;
    }
    case 'edit':
      await store.write(workspace, name, skillFile, given(args, 'content'));
      return `Wrote ${skillFile} of ${name}.`;
    case 'patch': {
      const [oldString, newString] = [given(args, 'old_string'), given(args, 'new_string')];
      const replacement = { oldString, newString, all: args.replace_all };
      await store.patch(workspace, name, file ?? skillFile, replacement);
      return `Changed ${file ?? skillFile} of ${name}.`;
    }
    case 'write_file':
      await store.write(workspace, name, given(args, 'file_path'), given(args, 'file_content'));
      return `Wrote ${file} of ${name}.`;
    case 'remove_file':
      await store.remove(workspace, name, given(args, 'file_path'));
      return `Removed ${file} of ${name}.`;
    case 'delete':
      await store.remove(workspace, name);
      return `Deleted ${name}.`;
  }
}

function given(
  args: ManageArguments,
  field: 'content' | 'old_string' | 'new_string' | 'file_path' | 'file_content',
): string {
  const value = args[field];
  if (value === undefined) throw new SkillProblem(`${args.action} needs ${field}.`);
  return value;
}

async function orProblem(work: () => Promise<ToolResult>): Promise<ToolResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SkillProblem) return toolError(error.message);
    throw error;
  }
}

function json(value: object): ToolResult {
  return { output: JSON.stringify(value) };
}
