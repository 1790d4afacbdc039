import type { z } from 'zod';
import { isRecord } from '../../../shared/is-record.ts';
import { mcpServers, type McpServer } from '../../../shared/settings.ts';

/** An MCP server as the form holds it: lists as lines of text. */
export interface McpForm {
  name: string;
  kind: 'command' | 'url';
  command: string;
  /** One argument per line. */
  args: string;
  /** `NAME=value` per line. */
  env: string;
  cwd: string;
  url: string;
  /** `Name: value` per line. */
  headers: string;
  /** Whether the wall is around what it starts. */
  confined: boolean;
  /** The server as it was; what the form does not change stays as it is there. */
  before: McpServer | null;
}

/** The form of a server that is yet to be described. */
export const emptyForm: McpForm = {
  name: '',
  kind: 'command',
  command: '',
  args: '',
  env: '',
  cwd: '',
  url: '',
  headers: '',
  confined: true,
  before: null,
};

/** The form of a server that is there already. */
export function toForm(name: string, server: McpServer): McpForm {
  const base = { ...emptyForm, name, before: server };
  if ('url' in server) {
    return { ...base, kind: 'url', url: server.url, headers: lines(server.headers, ': ') };
  }
  return {
    ...base,
    command: server.command,
    args: server.args.join('\n'),
    env: lines(server.env, '='),
    cwd: server.cwd ?? '',
    confined: server.confined !== false,
  };
}

/** The server that a form describes, by its name; or what is wrong, in the schema's words. */
export function fromForm(
  form: McpForm,
): { servers: Record<string, McpServer> } | { error: string } {
  const changed = form.kind === 'url' ? urlFields(form) : commandFields(form);
  if ('command' in changed && changed.command === '') {
    return { error: 'The command must not be empty' };
  }
  return checked({ [form.name.trim()]: { ...keptOf(form), ...changed } });
}

/** What the form says nothing of; of a server that becomes one of the other kind, what both have. */
function keptOf({ kind, before }: McpForm): Partial<McpServer> {
  if (!before) return {};
  return kindOf(before) === kind ? before : { disabled: before.disabled };
}

const kindOf = (server: McpServer): McpForm['kind'] => ('url' in server ? 'url' : 'command');

/** The fields that were filled in; lists as lines lose what a line cannot hold, so an untouched one is left out. */
function urlFields(form: McpForm): { url: string } & Record<string, unknown> {
  return {
    url: form.url.trim(),
    ...(isUntouched(form, 'headers') ? {} : { headers: pairs(form.headers, ':') }),
  };
}

function commandFields(form: McpForm): { command: string } & Record<string, unknown> {
  return {
    command: isUntouched(form, 'command') ? form.command : form.command.trim(),
    ...(isUntouched(form, 'args')
      ? {}
      : { args: form.args.split('\n').filter((line) => line !== '') }),
    ...(isUntouched(form, 'env') ? {} : { env: pairs(form.env, '=') }),
    ...(isUntouched(form, 'cwd') ? {} : { cwd: form.cwd.trim() || undefined }),
    ...(isUntouched(form, 'confined') ? {} : { confined: form.confined }),
  };
}

/** Whether a field shows what it showed when the form was opened. */
function isUntouched(form: McpForm, field: keyof McpForm): boolean {
  const { before, kind } = form;
  return before !== null && kindOf(before) === kind && toForm('', before)[field] === form[field];
}

/** The servers of a pasted `mcpServers` object, or of one of its entries' surroundings. */
export function fromJson(text: string): { servers: Record<string, McpServer> } | { error: string } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { error: 'This is not valid JSON' };
  }
  const servers = isRecord(data) && isRecord(data.mcpServers) ? data.mcpServers : data;
  return checked(servers);
}

function checked(servers: unknown): { servers: Record<string, McpServer> } | { error: string } {
  const parsed = mcpServers.safeParse(servers);
  if (!parsed.success) return { error: deepest(parsed.error.issues) };
  if (Object.keys(parsed.data).length === 0) return { error: 'There is no server in it' };
  return { servers: parsed.data };
}

/** The message that says most: within a union that of the alternative that failed latest. */
function deepest(issues: readonly z.core.$ZodIssue[]): string {
  const [issue] = issues;
  if (!issue) return 'Not a valid server';
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find((each) => each.code !== 'invalid_type');
    return inner?.message ?? 'A server needs a command or a URL';
  }
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  return issue.message;
}

function lines(values: Record<string, string>, separator: string): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}${separator}${value}`)
    .join('\n');
}

function pairs(text: string, separator: string): Record<string, string> {
  const entries = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): [string, string] => {
      const at = line.indexOf(separator);
      return at === -1
        ? [line.trim(), '']
        : [line.slice(0, at).trim(), line.slice(at + separator.length).trim()];
    });
  return Object.fromEntries(entries);
}
