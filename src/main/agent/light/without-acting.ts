import { toolError, type Tool } from '../tool.ts';

/** Tools that only look; what they do may be done twice. */
const looking = new Set([
  'read_file',
  'search_files',
  'session_search',
  'skills_list',
  'skill_view',
  'todo',
  'web_search',
  'web_extract',
]);

const refusal =
  'Nothing was done: this request has the words of a chat that the same client began seconds ago, so it seems to be about that chat (a title, say) and not a wish of its own. Answer from what stands in it. If the user does want this done, they can say so again.';

/** The tools of a run that seems to repeat another's words: those that act refuse. */
export function withoutActing(tools: readonly Tool[]): Tool[] {
  return tools.map((tool) =>
    looking.has(tool.name)
      ? tool
      : { ...tool, assess: undefined, execute: () => Promise.resolve(toolError(refusal)) },
  );
}
