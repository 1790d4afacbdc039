import { resolve } from 'node:path';
import { z } from 'zod';
import type { PlatformName } from '../../../shared/settings-parts/channels.ts';
import { isRecord } from '../../../shared/is-record.ts';
import {
  bareFields,
  mcpServers,
  secretNames,
  settingsPatchSchema,
  settingsSections,
  type LockedSetting,
  type SecretName,
  type SettingsPatch,
} from '../../../shared/settings.ts';
import { overlay } from '../file/saved-settings.ts';
import { parseSecret } from '../secrets/secrets.ts';
import { issuesOf, SettingsError, type SettingsIssue } from '../settings-error.ts';
import { expandHome } from '../workspace.ts';

/** What variables or flags set, checked. */
export interface Overrides {
  settings: SettingsPatch;
  /** Null: none, whatever is saved. */
  secrets: Partial<Record<SecretName, string | null>>;
  /** Absolute path of the data folder, if it is set. */
  dataDir?: string;
  locked: LockedSetting[];
  /** What was not understood and replaced by its default, for the person. */
  warnings: string[];
}

/** One variable or flag as it was given. */
export interface GivenValue {
  /** `API_SERVER_PORT` or `--port`. */
  name: string;
  /** What it sets: `server.port`, `secret.apiKey`, `mcpServers`, or `dataDir`. */
  path: string;
  text: string;
}

/** Against what paths are resolved. */
export interface PathContext {
  homeDir: string;
  /** The folder a relative path starts from. */
  cwd: string;
}

/** Tokens of chat apps, by the section of their channel. */
const channelTokens: Readonly<Record<string, PlatformName>> = {
  'secret.telegramToken': 'telegram',
};

/** Whether what is set there is a secret, or has a place for one: a database's token, a server's headers. */
export function holdsSecret(path: string): boolean {
  return /^(secret\.|mcpServers$|server\.databaseUrl$)/.test(path);
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['on', true],
  ['0', false],
  ['false', false],
  ['no', false],
  ['off', false],
]);

/**
 * Checks what variables or flags set with the schema of the settings.
 * @throws {SettingsError} with one issue for each bad one: its name, its value unless that may be
 * secret, and what is allowed.
 */
export function readOverrides(
  source: LockedSetting['source'],
  given: readonly GivenValue[],
  context: PathContext,
): Overrides {
  const issues: SettingsIssue[] = [];
  const values: Record<string, Record<string, unknown>> = {};
  const overrides: Overrides = { settings: {}, secrets: {}, locked: [], warnings: [] };

  for (const { name, path, text } of given) {
    try {
      const [section = '', field = ''] = path.split('.');
      if (path === 'dataDir') {
        overrides.dataDir = absolutePath(text, context);
        continue;
      }
      if (section === 'secret') overrides.secrets[secretName(field)] = parseSecret(name, text);
      else if (path === 'mcpServers') values.mcpServers = parseMcpServers(name, text);
      else (values[section] ??= {})[field] = parseField(path, text, context);
      const token = channelTokens[path];
      if (token) {
        // Whoever gives the token wants the channel.
        (values[token] ??= {})['enabled'] = true;
        overrides.locked.push({ path: `${token}.enabled`, source, name });
      }
      overrides.locked.push({ path, source, name });
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      if (path.endsWith('.replyToMode')) {
        // It has always been so: a channel is not to stay away for a word.
        overrides.warnings.push(
          `${name}: ${JSON.stringify(text)} is not understood, and "first" is used. ${error.issues[0]?.message ?? ''}`,
        );
        continue;
      }
      const value =
        holdsSecret(path) || path === 'model.baseUrl'
          ? ''
          : `${JSON.stringify(text)} is not valid. `;
      issues.push(
        ...error.issues.map((issue) => ({
          ...issue,
          path: issue.path || name,
          message: value + issue.message,
        })),
      );
    }
  }

  if (issues.length > 0) throw new SettingsError(issues);
  const address = overrides.locked.find(({ path }) => path === 'model.baseUrl');
  if (address) {
    // Else the key of the provider that is saved would go to an address that is not the provider's.
    values.model = { ...values.model, provider: 'custom' };
    overrides.locked.push({ ...address, path: 'model.provider' });
  }
  overrides.settings = settingsPatchSchema.parse(values);
  return overrides;
}

/** Flags over variables. */
export function mergeOverrides(environment: Overrides, flags: Overrides): Overrides {
  const flagged = new Set(flags.locked.map(({ path }) => path));
  return {
    settings: overlay(environment.settings, flags.settings),
    secrets: { ...environment.secrets, ...flags.secrets },
    dataDir: flags.dataDir ?? environment.dataDir,
    locked: [...environment.locked.filter(({ path }) => !flagged.has(path)), ...flags.locked],
    warnings: [...environment.warnings, ...flags.warnings],
  };
}

/**
 * The provider that goes without saying: OpenAI once its key is given. A provider that the person has
 * saved comes first.
 */
export function impliedSettings({ secrets }: Overrides): SettingsPatch {
  return secrets.openaiKey ? { model: { provider: 'openai' } } : {};
}

function parseField(path: string, text: string, context: PathContext): unknown {
  const [section, field = ''] = path.split('.');
  const schema = bareFields(settingsSections[section as keyof typeof settingsSections])[field];
  if (!schema) throw new Error(`${path} is no setting`);
  const result = schema.safeParse(valueFor(schema, path, text.trim(), context));
  if (!result.success) {
    const [issue] = issuesOf(result.error);
    // Without its place in a list: the variable is one line.
    throw new SettingsError([{ path: '', message: issue!.message }]);
  }
  return result.data;
}

/** The text as the kind of value that the field wants; left as text when it cannot be one. */
function valueFor(schema: z.ZodType, path: string, text: string, context: PathContext): unknown {
  if (path === 'agent.workspace') return absolutePath(text, context);
  if (schema instanceof z.ZodNumber) return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (schema instanceof z.ZodBoolean) return parseBoolean(text);
  if (schema instanceof z.ZodArray)
    return text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  if (schema instanceof z.ZodEnum) return text.toLowerCase();
  return text;
}

function parseBoolean(text: string): boolean {
  const value = booleans.get(text.toLowerCase());
  if (value !== undefined) return value;
  const message = `Allowed are ${[...booleans.keys()].join(', ')}`;
  throw new SettingsError([{ path: '', message }]);
}

/** The usual JSON of MCP clients, with or without its outer `mcpServers`. */
function parseMcpServers(name: string, text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    // The parser's own message quotes the text, which may hold tokens.
    throw new SettingsError([{ path: name, message: 'is not valid JSON' }], { cause });
  }
  const inner = isRecord(json) && isRecord(json.mcpServers) ? json.mcpServers : json;
  const result = mcpServers.safeParse(inner);
  if (!result.success) throw new SettingsError(issuesOf(result.error, name));
  return result.data;
}

function absolutePath(text: string, { homeDir, cwd }: PathContext): string {
  return resolve(cwd, expandHome(text.trim(), homeDir));
}

function secretName(text: string): SecretName {
  const name = secretNames.find((known) => known === text);
  if (!name) throw new Error(`${text} is no secret`);
  return name;
}
