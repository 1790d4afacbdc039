import { expect, test } from 'vitest';
import { z } from 'zod';
import { createKnowledgeTools, createTools } from '../../../../src/main/agent/tools/index.ts';
import { MemoryStore } from '../../../../src/main/agent/tools/knowledge/memory-store.ts';
import { ProcessRegistry } from '../../../../src/main/agent/tools/terminal/processes.ts';
import { SkillStore } from '../../../../src/main/agent/tools/knowledge/skill-store.ts';
import { createFolders, judgeHere, noConfinement } from './support.ts';

test('offers every tool of the specification, with its arguments', async () => {
  const { dataDir } = await createFolders();
  const tools = [
    ...createTools({
      processes: new ProcessRegistry(),
      judge: judgeHere,
      workers: dataDir,
      environment: () => ({}),
      variableFilter: () => () => true,
      confinement: noConfinement,
    }),
    ...createKnowledgeTools({
      memory: new MemoryStore(dataDir),
      skills: new SkillStore(dataDir),
      sessions: { search: () => Promise.resolve([]) },
      tasks: {
        list: () => Promise.resolve([]),
        add: () => Promise.reject(new Error('not here')),
        change: () => Promise.reject(new Error('not here')),
        remove: () => Promise.reject(new Error('not here')),
        isRefusal: (error): error is Error => error instanceof Error,
      },
      chats: { send: () => Promise.resolve('no'), sendFile: () => Promise.resolve('no') },
    }),
  ];
  const offered = tools.map(({ name, parameters }) => {
    const schema = z.toJSONSchema(parameters, { io: 'input' });
    const required = new Set(schema.required);
    const names = Object.keys(schema.properties ?? {});
    return [name, names.map((one) => (required.has(one) ? `${one}*` : one)).join(' ')];
  });
  expect(Object.fromEntries(offered)).toEqual({
    terminal: 'command* background timeout workdir outside reason',
    process: 'action* session_id data timeout offset limit',
    read_file: 'path* offset limit',
    write_file: 'path* content*',
    patch: 'mode path old_string new_string replace_all patch',
    search_files: 'pattern* target path file_glob limit offset context',
    memory: 'target* action* content old_text',
    todo: 'todos merge',
    send_message: 'to* text*',
    send_file: 'to* path* caption',
    tasks: 'action* id name instructions cron timezone at deliver approvals enabled',
    session_search: 'query* limit',
    skills_list: 'category',
    skill_view: 'name* file_path',
    skill_manage:
      'action* name* content category old_string new_string replace_all file_path file_content',
  });
  for (const { description } of tools) expect(description.length).toBeLessThan(1_200);
});
