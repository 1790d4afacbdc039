import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Template } from '@huggingface/jinja';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installTemplates, type ChatTemplate } from '../../support/llama/install-templates.ts';
import type { ScriptedRequest } from '../../support/scripted-upstream.ts';
import {
  startConversationBench,
  type ConversationBench,
} from '../../support/conversation-bench.ts';

/**
 * What the agent sends, as the chat templates of real models render it. Two conversations of different
 * clients, days and memories must share the beginning of their prompts, with all tool definitions.
 */

let bench: ConversationBench;
let templates: ChatTemplate[] | string;
beforeAll(async () => {
  templates = await installTemplates();
  if (typeof templates === 'string') {
    if (process.env['CI']) throw new Error(templates);
    process.stdout.write(`No chat templates: ${templates}\n`);
    return;
  }
  bench = await startConversationBench((said, outputs) =>
    said === 'look' && outputs === 0
      ? { toolCalls: [{ id: 'a1b2c3d4e', name: 'call_tool', arguments: { name: 'todo' } }] }
      : { text: 'An answer.' },
  );
}, 10 * 60_000);
afterAll(() => bench?.close());

type Body = ScriptedRequest['body'];

const lastBody = (): Body => bench.upstream.requests.at(-1)!.body;

/** What a template makes of a request; undefined where it refuses it or cannot be run here. */
function render(template: Template, { messages, tools }: Body): string | undefined {
  // Some templates take arguments as JSON, others as the object that it stands for; llama.cpp tries both.
  for (const parse of [false, true]) {
    try {
      return template.render({
        messages: messages.map((message) => (parse ? withObjects(message) : message)),
        tools,
        add_generation_prompt: true,
        bos_token: '<s>',
        eos_token: '</s>',
      });
    } catch {
      // The next form, or none.
    }
  }
  return undefined;
}

function withObjects(message: Body['messages'][number]): object {
  if (message.role !== 'assistant' || !message.tool_calls) return message;
  const calls = message.tool_calls.map((call) =>
    call.type === 'function'
      ? {
          ...call,
          function: { ...call.function, arguments: JSON.parse(call.function.arguments) as object },
        }
      : call,
  );
  return { ...message, content: message.content ?? '', tool_calls: calls };
}

/** The last words of the tool definitions, wherever a template puts them. */
const lastTool = 'Run a tool that find_tools gave.';

it('of 40 templates at least, each that takes tools keeps its head and the layer', async () => {
  if (typeof templates === 'string') return;
  const layers = [
    'Speak like a pirate. LAYER-ONE',
    'Antworte auf Deutsch. LAYER-TWO',
    'It is 14:05. LAYER-THREE',
    `You are a lawyer. ${'Be careful. '.repeat(500)} LAYER-FOUR`,
  ];
  const bodies: { layer: string; memory: string; body: Body }[] = [];
  for (const [index, system] of layers.entries()) {
    await writeFile(path.join(bench.host.workspace, 'AGENTS.md'), `Use ${index} tabs.`);
    await bench.client(`client ${index}`, { system: () => system }).ask(`question ${index}`);
    bodies.push({ layer: system.split(' ').at(-1)!, memory: `${index} tabs`, body: lastBody() });
  }
  const client = bench.client('looks', { system: () => layers[0]! });
  await client.ask('look');
  const withCalls = lastBody();

  const taken: string[] = [];
  const faults: string[] = [];
  for (const { name, source } of templates) {
    let template: Template;
    try {
      template = new Template(source);
    } catch {
      continue;
    }
    const prompts = bodies.map(({ body }) => render(template, body));
    if (prompts.some((prompt) => prompt === undefined || !prompt.includes(lastTool))) continue;
    taken.push(name);
    for (const [index, prompt] of prompts.entries()) {
      const { layer, memory } = bodies[index]!;
      if (!prompt!.includes('You are Hermes')) faults.push(`${name}: the core is lost`);
      if (!prompt!.includes(layer)) faults.push(`${name}: the layer is lost`);
      if (!prompt!.includes(memory)) faults.push(`${name}: the context is lost`);
      if (!prompt!.includes(`question ${index}`)) faults.push(`${name}: the question is lost`);
      const shared = sharedLength(prompts[0]!, prompt!);
      if (shared < prompt!.lastIndexOf(lastTool)) faults.push(`${name}: the tools move`);
      if (shared < prompt!.indexOf('You are Hermes')) faults.push(`${name}: the core moves`);
      if (shared < prompt!.indexOf('# Environment') - 50) faults.push(`${name}: the head moves`);
    }
    const later = render(template, withCalls);
    if (later !== undefined && !later.includes('LAYER-ONE')) {
      faults.push(`${name}: the layer is lost once tools were called`);
    }
  }
  process.stdout.write(`chat templates that take tools: ${taken.length} of ${templates.length}\n`);
  expect(faults).toEqual([]);
  expect(taken.length).toBeGreaterThanOrEqual(40);
}, 120_000);

function sharedLength(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}
