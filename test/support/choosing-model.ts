import type OpenAI from 'openai';
import type { ScriptedReply, ScriptedRequest } from './scripted-upstream.ts';

type Body = ScriptedRequest['body'];
type Described = OpenAI.FunctionDefinition;

/** How the model asks for tools: in the person's words, or by the group whose line fits best. */
export type Asking = 'by words' | 'by group';

/**
 * A model that knows nothing but the descriptions it is sent: it takes the tool, or the line in the
 * description of `find_tools`, that shares most words with what the person says, and fills in arguments
 * by their schema: quoted texts, numbers and addresses from the person's words, choices by their names.
 */
export function choosingModel(asking: Asking): (body: Body) => ScriptedReply {
  return ({ messages, tools = [] }) => {
    const asked = messages.findLastIndex(({ role }) => role === 'user');
    const said = textOf(messages[asked]).replace(/<hermes-context[^]*?<\/hermes-context>\s*/, '');
    const outputs = messages.slice(asked).filter(({ role }) => role === 'tool');
    const offered = tools.flatMap((tool) => ('function' in tool ? [tool.function] : []));
    if (outputs.length === 0) return firstCall(said, offered, asking);
    const found = definitionsIn(textOf(outputs[0]));
    if (outputs.length === 1 && found.length > 0) {
      const tool = best(said, found, (each) => wordsOfTool(each));
      if (!tool) return { text: 'No tool fits.' };
      const args = { name: tool.name, arguments: argumentsFor(tool, said) };
      return { toolCalls: [{ name: 'call_tool', arguments: args }] };
    }
    return { text: 'Done.' };
  };
}

function firstCall(said: string, offered: Described[], asking: Asking): ScriptedReply {
  const find = offered.find(({ name }) => name === 'find_tools');
  const lines = (find?.description ?? '').split('\n').filter((line) => line.startsWith('- '));
  const direct = offered.filter(({ name }) => !['find_tools', 'call_tool'].includes(name));
  const choices = [
    ...lines.map((line) => ({ line, words: wordsOf(line) })),
    ...direct.map((tool) => ({ tool, words: wordsOfTool(tool) })),
  ];
  const chosen = best(said, choices, ({ words }) => words);
  if (chosen && 'tool' in chosen) {
    const { name } = chosen.tool;
    return { toolCalls: [{ name, arguments: argumentsFor(chosen.tool, said) }] };
  }
  const group = /^- (\w+)/.exec(chosen?.line ?? '')?.[1];
  const query = asking === 'by group' && group ? group : said.replaceAll(/"[^"]*"/g, '').trim();
  return { toolCalls: [{ name: 'find_tools', arguments: { query } }] };
}

/** What shares most words with what was said, rare words counting more. */
function best<Choice>(
  said: string,
  choices: readonly Choice[],
  wordsIn: (choice: Choice) => ReadonlySet<string>,
): Choice | undefined {
  const wanted = wordsOf(said.replaceAll(/"[^"]*"/g, ''));
  const all = choices.map((choice) => ({ choice, words: wordsIn(choice) }));
  const scored = all.map(({ choice, words }) => {
    const shared = [...wanted].filter((word) => words.has(word));
    const score = shared.reduce((sum, word) => {
      const holding = all.filter((each) => each.words.has(word)).length;
      return sum + Math.log(1 + all.length / holding);
    }, 0);
    return { choice, score: score / Math.sqrt(1 + words.size / 20) };
  });
  const [first] = scored.toSorted((a, b) => b.score - a.score);
  return first && first.score > 0 ? first.choice : undefined;
}

function wordsOfTool({ name, description = '' }: Described): Set<string> {
  return wordsOf(`${name} ${name} ${description}`);
}

const stop = new Set(
  'a an and the of for to in on with from by or is are it that this me my we our what which please'.split(
    ' ',
  ),
);

function wordsOf(text: string): Set<string> {
  const words = text
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) =>
      word.length > 3 ? word.replace(/(ies|s)$/, (end) => (end === 's' ? '' : 'y')) : word,
    );
  return new Set(words.filter((word) => word !== '' && !stop.has(word)));
}

function definitionsIn(output: string): Described[] {
  return output.split('\n').flatMap((line) => {
    try {
      const value = JSON.parse(line) as Described;
      return typeof value.name === 'string' ? [value] : [];
    } catch {
      // A line of another output.
      return [];
    }
  });
}

interface Schema {
  type?: string;
  enum?: string[];
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
}

/** Required arguments, and those whose names were said. */
function argumentsFor({ parameters }: Described, said: string): Record<string, unknown> {
  const { properties = {}, required = [] } = (parameters ?? {}) as Schema;
  const quoted = [...said.matchAll(/"([^"]*)"/g)].map(([, text]) => text!);
  const numbers = [...said.matchAll(/\b\d+\b/g)].map(([text]) => Number(text));
  const words = wordsOf(said);
  const value = (name: string, schema: Schema): unknown => {
    if (schema.enum) {
      return (
        schema.enum.find((word) => words.has(word)) ??
        best(said, schema.enum, wordsOf) ??
        schema.enum[0]
      );
    }
    if (schema.type === 'integer' || schema.type === 'number') return numbers.shift() ?? 1;
    if (schema.type === 'boolean') return false;
    if (schema.type === 'array') return quoted.splice(0);
    return quoted.shift() ?? name;
  };
  const wanted = Object.entries(properties).filter(
    ([name]) => required.includes(name) || [...wordsOf(name)].every((word) => words.has(word)),
  );
  return Object.fromEntries(wanted.map(([name, schema]) => [name, value(name, schema)]));
}

function textOf(message: Body['messages'][number] | undefined): string {
  return typeof message?.content === 'string' ? message.content : '';
}
