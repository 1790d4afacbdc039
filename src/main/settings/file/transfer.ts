import { isRecord } from '../../../shared/is-record.ts';
import {
  settingsPatchSchema,
  type LockedSetting,
  type McpServer,
  type Settings,
  type SettingsPatch,
} from '../../../shared/settings.ts';
import { createRedactor, isSecretName, redacted } from '../../log/redactor.ts';
import { splitMcpServers, joinMcpServers } from '../secrets/mcp-secrets.ts';
import { overlay, readSavedSettings } from './saved-settings.ts';
import { issuesOf, SettingsError } from '../settings-error.ts';
import { migrate, settingsVersion } from './migrations.ts';

/** What an export is recognised by. */
const kind = 'hermes-tray settings';

/**
 * All settings as JSON text, to be kept or carried to another computer. Keys are not among them;
 * values of MCP headers and variables are left out, and what looks like a secret within an address
 * or an argument is replaced by a placeholder.
 */
export function exportSettings(settings: Settings): string {
  const servers = Object.entries(settings.mcpServers).map(([name, server]) => [
    name,
    'args' in server ? { ...server, args: hideSecretArguments(server.args) } : server,
  ]);
  const { stored } = splitMcpServers(
    Object.fromEntries(servers) as Settings['mcpServers'],
    new Set(),
  );
  const redactor = createRedactor();
  return JSON.stringify(
    { kind, version: settingsVersion, ...settings, mcpServers: stored },
    (_name, value: unknown) => (typeof value === 'string' ? redactor.redact(value) : value),
    2,
  );
}

/** What an exported file asks to change, and what of it cannot be taken over, for the person. */
export interface ImportedSettings {
  patch: SettingsPatch;
  notices: string[];
}

/**
 * Reads an export, to be given to `SettingsStore.update`. What the environment sets is left out, as
 * are bad fields and those that held a secret; values of MCP headers and variables are taken from the
 * server of the same name in `current`, where there is one.
 * @throws {SettingsError} when the text is no export.
 */
export function importSettings(
  text: string,
  options: { current: Settings; locked: readonly LockedSetting[] },
): ImportedSettings {
  const { version, ...sections } = parseExport(text);
  const { data } = migrate({ ...sections, version });
  const { values } = splitMcpServers(options.current.mcpServers, new Set());
  const stored = isRecord(data.mcpServers) ? data.mcpServers : {};
  const { servers, missing } = joinMcpServers(stored, values);
  const { saved, problems } = readSavedSettings({ ...data, mcpServers: servers });

  const notices = [
    ...problems,
    ...missing.map((name) => `${name} is not in an export and must be entered.`),
  ];
  const patch: Record<string, unknown> = {};
  for (const [section, fields] of Object.entries(saved)) {
    const kept = Object.entries(fields).filter(([field, value]) => {
      const path = section === 'mcpServers' ? section : `${section}.${field}`;
      const lock = options.locked.find((candidate) => candidate.path === path);
      if (lock) notices.push(`${path} is set by ${lock.name} and stays as it is.`);
      const secret = JSON.stringify(value).includes(redacted);
      if (secret) notices.push(`${section}.${field} held a secret and must be entered.`);
      return !lock && !secret;
    });
    if (kept.length > 0) patch[section] = Object.fromEntries(kept);
  }
  const result = settingsPatchSchema.safeParse(patch);
  if (!result.success) throw new SettingsError(issuesOf(result.error));
  const { data: asked } = result;
  if (asked.mcpServers) {
    const brought = switchOffNew(asked.mcpServers, options.current.mcpServers);
    asked.mcpServers = brought.servers;
    notices.push(...brought.names.map(switchedOff));
  }
  return { patch: overlay(asked), notices: [...new Set(notices)] };
}

const switchedOff = (name: string): string =>
  `The MCP server ${name} came in switched off: it would start a program here. Look at it under Agent, and switch it on.`;

/** The servers of an import: those that are not here in the same form are switched off. */
function switchOffNew(
  servers: Settings['mcpServers'],
  current: Settings['mcpServers'],
): { servers: Settings['mcpServers']; names: string[] } {
  const isKnown = (name: string): boolean => {
    const on = (server: McpServer | undefined): string =>
      JSON.stringify(server && { ...server, disabled: false });
    return on(servers[name]) === on(current[name]);
  };
  const names = Object.keys(servers).filter((name) => !isKnown(name) && !servers[name]!.disabled);
  const entries = Object.entries(servers).map(([name, server]) =>
    names.includes(name) ? [name, { ...server, disabled: true }] : [name, server],
  );
  return { servers: Object.fromEntries(entries) as Settings['mcpServers'], names };
}

/** What a patch changes, one line a field, for the person who is to agree. */
export function describeChanges(patch: SettingsPatch, current: Settings): string[] {
  const shown = (value: unknown): string => {
    const text =
      typeof value === 'string' ? value || '(empty)' : (JSON.stringify(value) ?? 'unset');
    return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
  };
  return Object.entries(patch).flatMap(([section, fields]) => {
    const before = current[section as keyof Settings] as Record<string, unknown>;
    return Object.entries(fields as Record<string, unknown>)
      .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]))
      .map(([field, value]) => `${section}.${field}: ${shown(before[field])} → ${shown(value)}`);
  });
}

/** Characters of a value in such a line. */
const longestValue = 60;

/** Command-line arguments with the values of `--token=…` and `--api-key …` replaced. */
function hideSecretArguments(args: readonly string[]): string[] {
  const namesSecret = (flag: string | undefined): boolean =>
    /^--?\w/.test(flag ?? '') && isSecretName((flag ?? '').replace(/^-+/, ''));
  return args.map((argument, index) => {
    const [flag, value] = argument.split('=', 2);
    if (value !== undefined && namesSecret(flag)) return `${flag}=${redacted}`;
    return namesSecret(args[index - 1]) ? redacted : argument;
  });
}

function parseExport(text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new SettingsError([{ path: 'file', message: 'is not valid JSON' }], { cause });
  }
  if (!isRecord(json) || json.kind !== kind) {
    throw new SettingsError([{ path: 'file', message: 'holds no exported settings' }]);
  }
  const { kind: _kind, ...rest } = json;
  return rest;
}
