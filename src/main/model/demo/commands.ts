/** A tool call the person asked for in plain words. */
export interface DemoCommand {
  tool: string;
  arguments: Record<string, unknown>;
}

/** A word, or several in quotes or backticks. */
const word = String.raw`(?:"([^"]+)"|'([^']+)'|\`([^\`]+)\`|(\S+))`;
const rest = '([^]+)';

interface Rule {
  pattern: RegExp;
  command: (...groups: string[]) => DemoCommand;
}

const rule = (pattern: string, command: Rule['command']): Rule => ({
  pattern: new RegExp(`^${pattern}$`, 'i'),
  command,
});

/** The grammar. A pattern's groups that did not match are left out before `command` gets them. */
const rules: readonly Rule[] = [
  rule('(?:list\\s+|show\\s+)?skills', () => ({ tool: 'skills_list', arguments: {} })),
  rule(`(?:run|execute|\\$)\\s+${rest}`, (line) => ({
    tool: 'terminal',
    arguments: { command: unquoted(line) },
  })),
  rule(`(?:read|show|cat)\\s+(?:the\\s+)?(?:file\\s+)?${word}`, (path) => ({
    tool: 'read_file',
    arguments: { path },
  })),
  rule(`write\\s+(?:to\\s+)?(?:the\\s+)?(?:file\\s+)?${word}\\s*:\\s*${rest}`, (path, content) => ({
    tool: 'write_file',
    arguments: { path, content: `${content}\n` },
  })),
  rule(`replace\\s+${word}\\s+(?:with|by)\\s+${word}\\s+in\\s+${word}`, (before, after, path) => ({
    tool: 'patch',
    arguments: { mode: 'replace', path, old_string: before, new_string: after },
  })),
  rule(`(?:list|ls)(?:\\s+(?:the\\s+)?files)?(?:\\s+(?:in\\s+)?${word})?`, (path) => ({
    tool: 'search_files',
    arguments: { pattern: '*', target: 'files', ...(path ? { path } : {}) },
  })),
  rule(`find\\s+(?:files?\\s+)?${word}(?:\\s+in\\s+${word})?`, (pattern, path) => ({
    tool: 'search_files',
    arguments: { pattern, target: 'files', ...(path ? { path } : {}) },
  })),
  rule(`(?:search|grep)\\s+(?:for\\s+)?([^]+?)\\s+in\\s+${word}`, (pattern, path) => ({
    tool: 'search_files',
    arguments: { pattern: unquoted(pattern), target: 'content', path },
  })),
  rule(`(?:search|grep)\\s+(?:for\\s+)?${rest}`, (pattern) => ({
    tool: 'search_files',
    arguments: { pattern: unquoted(pattern), target: 'content' },
  })),
  rule(`remember\\s+(?:that\\s+)?${rest}`, (content) => ({
    tool: 'memory',
    arguments: { action: 'add', target: 'memory', content },
  })),
  rule(`(?:recall|when did we talk about)\\s+${rest}`, (query) => ({
    tool: 'session_search',
    arguments: { query },
  })),
  rule(`(?:web|google|look up)\\s+${rest}`, (query) => ({
    tool: 'web_search',
    arguments: { query },
  })),
  rule(`fetch\\s+(https?:\\S+)`, (url) => ({ tool: 'web_extract', arguments: { urls: [url] } })),
  rule(`(?:browse|open|visit)\\s+(https?:\\S+)`, (url) => ({
    tool: 'browser_navigate',
    arguments: { url },
  })),
];

const verbs =
  'run|execute|\\$|read|show|cat|write|replace|list|ls|find|search|grep|remember|recall|web|google|look up|fetch|browse|open|visit|skills';
const andThen = new RegExp(`(?:,?\\s+and)?,?\\s+then\\s+(?=(?:${verbs})(?:\\s|$))`, 'i');
const writeBlock = new RegExp(`^write\\s+(?:file\\s+)?${word}\\s*:\\s*\\n`, 'i');

/**
 * The commands in a message: one on each line, to be called at once; what follows "and then" is for
 * the next round. Gives the rounds in order, none when a line is no command: then it is talk.
 */
export function parseCommands(text: string): DemoCommand[][] {
  const trimmed = text.trim();
  // Of `write FILE:` at the end of a line, all that follows is the content.
  const lines = writeBlock.test(trimmed) ? [trimmed] : trimmed.split('\n');
  const rounds: DemoCommand[][] = [];
  for (const line of lines) {
    if (line.trim() === '') continue;
    for (const [round, part] of line.split(andThen).entries()) {
      const command = parseCommand(part);
      if (!command) return [];
      (rounds[round] ??= []).push(command);
    }
  }
  return rounds;
}

function parseCommand(text: string): DemoCommand | undefined {
  const bare = unquoted(
    text
      .trim()
      .replace(/^(?:[-*]|\d+[.)])\s+/, '')
      .replace(/^(?:please|can you|could you|now)\s+/i, ''),
  );
  for (const { pattern, command } of rules) {
    const match = pattern.exec(bare);
    if (match) return command(...match.slice(1).filter((group) => group !== undefined));
  }
  return undefined;
}

/** Without the quotes or backticks around the whole of it. */
function unquoted(text: string): string {
  return /^(["'`])([^]*)\1$/.exec(text)?.[2] ?? text;
}
