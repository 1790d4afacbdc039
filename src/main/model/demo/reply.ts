import type { ModelRequest } from '../model.ts';
import { placeIn, valueFor } from './arguments.ts';
import { parseCommands, type DemoCommand } from './commands.ts';
import { lastTurn, type DemoTurn } from './conversation.ts';
import { describeResults } from './results.ts';
import { answerSmallTask } from './small-tasks.ts';
import { commandsToTry, exampleOf, greeting, howToChoose, noRule, paragraphs } from './texts.ts';

/** What the demo model answers: a text, tool calls, or both. */
export interface DemoReply {
  text: string;
  calls: DemoCommand[];
}

const mostCounted = 1000;

/** The rules of the demo model, the first that fits: the same request always gives the same reply. */
export function demoReply(request: ModelRequest): DemoReply {
  const turn = lastTurn(request.messages);
  const tools =
    request.toolChoice === 'none' ? [] : request.tools.map((tool) => tool.function.name);
  if (turn.results.length > 0) return afterResults(turn, request, tools);
  const calls = callsFor(turn, request, tools);
  if (calls.length > 0) return { text: '', calls };
  return { text: talk(turn, request, tools), calls: [] };
}

/** The next round of commands, or what came back from all of them. */
function afterResults(turn: DemoTurn, request: ModelRequest, tools: string[]): DemoReply {
  const next = roundsOf(turn, request)[turn.rounds] ?? [];
  const possible = next.filter((command) => tools.includes(command.tool));
  if (possible.length > 0) return { text: '', calls: possible };
  return {
    text: paragraphs(
      describeResults(turn.results),
      'These were real tool calls, made by fixed rules. A real model decides by itself which to make.',
    ),
    calls: [],
  };
}

function callsFor(turn: DemoTurn, request: ModelRequest, tools: string[]): DemoCommand[] {
  const [first = []] = roundsOf(turn, request);
  const possible = first.filter((command) => tools.includes(command.tool));
  if (possible.length > 0) return possible;
  const named = namedTool(turn.said, request, tools);
  if (named === undefined) return [];
  // Of our own tools only what is known to do no harm: what a person says is no shell command.
  const example = exampleOf(named);
  if (example !== undefined) return parseCommands(example).flat();
  const schema = request.tools.find((tool) => tool.function.name === named)?.function.parameters;
  const args = valueFor(schema, turn.said) as DemoCommand['arguments'];
  return [{ tool: named, arguments: args }];
}

function roundsOf(turn: DemoTurn, request: ModelRequest): DemoCommand[][] {
  const rounds = parseCommands(turn.said);
  if (request.parameters.parallel_tool_calls !== false) return rounds;
  return rounds.flat().map((command) => [command]);
}

/** The tool the request demands, or the one the person means. */
function namedTool(said: string, request: ModelRequest, tools: string[]): string | undefined {
  const { toolChoice } = request;
  if (typeof toolChoice === 'object' && toolChoice.type === 'function') {
    return tools.find((name) => name === toolChoice.function.name);
  }
  const named = tools.find((name) => isNamed(name, said));
  if (named !== undefined) return named;
  if (/\b(weather|temperature|forecast)\b/i.test(said) && placeIn(said) !== undefined) {
    const weather = tools.find((name) => /weather|forecast|temperature/i.test(name));
    if (weather !== undefined) return weather;
  }
  return toolChoice === 'required' ? tools[0] : undefined;
}

/** `get_weather` anywhere in the text; a name that is a plain word only after "use" or "call". */
function isNamed(name: string, said: string): boolean {
  const escaped = name.replaceAll(/[^\w]/g, String.raw`\$&`);
  const before = /[_\d-]|[a-z][A-Z]/.test(name) ? '' : '(?:use|call)\\s+(?:the\\s+)?';
  return new RegExp(`(?:^|[^\\w-])${before}\`?${escaped}(?![\\w-])`, 'i').test(said);
}

/** An answer in words. */
function talk(turn: DemoTurn, request: ModelRequest, tools: string[]): string {
  const { said, earlier } = turn;
  const task = answerSmallTask(turn);
  if (task !== undefined) return task;
  const format = request.parameters.response_format;
  if (format?.type === 'json_schema') {
    return JSON.stringify(valueFor(format.json_schema.schema, said));
  }
  if (format?.type === 'json_object') {
    return JSON.stringify({ model: 'demo', message: 'The connection works.' });
  }
  if (parseCommands(said).length > 0) return toolsMissing(turn, tools);
  if (turn.hasImage) {
    return paragraphs(
      'Your image arrived. I am only **demo** and cannot look at it; a real model with vision can.',
      howToChoose,
    );
  }
  if (
    /\b(?:what|which)\b.*\b(?:did|have)\s+I\s+(?:just\s+)?(?:say|said|write|written|ask|asked)\b/i.test(
      said,
    )
  ) {
    return earlier.length === 0
      ? 'This is the first thing you say to me in this conversation.'
      : paragraphs('Before that you said:', `> ${earlier.at(-1)!.replaceAll('\n', '\n> ')}`);
  }
  const echo = /^(?:say|repeat|echo)(?:\s+after\s+me)?\s*:?\s+([^]+)$/i.exec(said)?.[1];
  if (echo !== undefined) return echo.replace(/^(["'`“])([^]*)["'`”]$/, '$2');
  const to = Number(/\bcount\s+(?:from\s+1\s+)?(?:up\s+)?to\s+(\d{1,6})\b/i.exec(said)?.[1] ?? 0);
  if (to > 0) {
    return Array.from({ length: Math.min(to, mostCounted) }, (_, index) => index + 1).join(' ');
  }
  if (
    said === '' ||
    /^(?:hi|hello|hey|hallo|test|ping|help|\?)(?!\p{L})/iu.test(said) ||
    asksWho(said)
  ) {
    return greeting(tools);
  }
  return noRule(said, tools);
}

function asksWho(said: string): boolean {
  return /\b(?:who|what|which)\b.{0,20}\b(?:are you|model|can you do)\b/i.test(said);
}

/** A command that cannot be carried out, because its tool is switched off or was not offered. */
function toolsMissing(turn: DemoTurn, tools: string[]): string {
  const wanted = parseCommands(turn.said)
    .flat()
    .map((command) => `**${command.tool}**`);
  return paragraphs(
    `That needs the tool ${[...new Set(wanted)].join(' and ')}, which is not offered to me here. It may be switched off in Hermes Tray, **Settings › Agent**, or not be set up.`,
    commandsToTry(tools),
  );
}
