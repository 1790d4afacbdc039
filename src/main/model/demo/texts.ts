/** What the demo model says of itself wherever it cannot help: the way to a real model. */
export const howToChoose =
  'For real answers choose a provider in Hermes Tray under **Settings › Model**: Ollama, LM Studio, llama.cpp or Jan on this computer, or OpenAI, OpenRouter, Nous Portal or any compatible service with a key. Headless: set `OPENAI_BASE_URL`, `OPENAI_API_KEY` and `HERMES_MODEL`.';

/** A command to try for each tool, in the order in which they are shown. */
const examples: readonly (readonly [tool: string, command: string])[] = [
  ['terminal', 'run echo Hello from the terminal'],
  ['search_files', 'list'],
  ['write_file', 'write hello.txt: Hello world'],
  ['read_file', 'read hello.txt'],
  ['search_files', 'search Hello'],
  ['patch', 'replace "world" with "moon" in hello.txt'],
  ['memory', 'remember that I like short answers'],
  ['web_search', 'web weather in Paris'],
  ['browser_navigate', 'browse https://example.com'],
];

/** A harmless command that shows this tool; undefined where there is none. */
export function exampleOf(tool: string): string | undefined {
  return examples.find(([name]) => name === tool)?.[1];
}

/** Commands that work with these tools, as a list. */
export function commandsToTry(tools: readonly string[]): string {
  const fitting = examples.filter(([tool]) => tools.includes(tool));
  if (fitting.length === 0) return '';
  const list = fitting.map(([, command]) => `- \`${command}\``).join('\n');
  return `Meanwhile I can show you the tools. Say for example:\n\n${list}\n\nSeveral lines are called at once; "and then" makes one follow another.`;
}

/** The first answer. */
export function greeting(tools: readonly string[]): string {
  return paragraphs(
    'Hello! The connection works.',
    'I am **demo**, the built-in stand-in of Hermes Tray. I follow a few fixed rules and cannot think.',
    howToChoose,
    commandsToTry(tools),
  );
}

/** The answer to anything no rule covers. */
export function noRule(said: string, tools: readonly string[]): string {
  const line = said.replace(/\s+/g, ' ').trim();
  const heard = line.length > 120 ? `${line.slice(0, 119)}…` : line;
  return paragraphs(
    `I heard you: "${heard}". The connection works, but I am only **demo**, a stand-in that follows fixed rules; a real model would answer this.`,
    howToChoose,
    commandsToTry(tools),
  );
}

export function paragraphs(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
