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
  disabled: boolean;
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
  disabled: false,
};

/** The form of a server that is there already. */
export function toForm(name: string, server: McpServer): McpForm {
  const base = { ...emptyForm, name, disabled: server.disabled };
  if ('url' in server) {
    return { ...base, kind: 'url', url: server.url, headers: lines(server.headers, ': ') };
  }
  return {
    ...base,
    command: server.command,
    args: server.args.join('\n'),
    env: lines(server.env, '='),
    cwd: server.cwd ?? '',
  };
}

/** The server that a form describes, by its name; or what is wrong, in the schema's words. */
export function fromForm(
  form: McpForm,
): { servers: Record<string, McpServer> } | { error: string } {
  const server =
    form.kind === 'url'
      ? { url: form.url.trim(), headers: pairs(form.headers, ':'), disabled: form.disabled }
      : {
          command: form.command.trim(),
          args: form.args.split('\n').filter((line) => line !== ''),
          env: pairs(form.env, '='),
          ...(form.cwd.trim() && { cwd: form.cwd.trim() }),
          disabled: form.disabled,
        };
  if (form.kind === 'command' && form.command.trim() === '') {
    return { error: 'The command must not be empty' };
  }
  return checked({ [form.name.trim()]: server });
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
