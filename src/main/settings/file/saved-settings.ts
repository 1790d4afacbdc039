import { z } from 'zod';
import { isRecord } from '../../../shared/is-record.ts';
import {
  bareFields,
  mcpServer,
  mcpServers,
  settingsSchema,
  settingsSections,
  type Settings,
  type SettingsPatch,
} from '../../../shared/settings.ts';

/** Only what the person chose; everything else follows the defaults. */
export type SavedSettings = SettingsPatch;

const defaults = settingsSchema.parse({});

/**
 * What a file says, field by field. A bad or unknown field falls back to its default and is named in
 * `problems`, for the person; of lists and MCP servers only the bad entries are left out.
 */
export function readSavedSettings(data: Record<string, unknown>): {
  saved: SavedSettings;
  problems: string[];
} {
  const problems: string[] = [];
  const saved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(data)) {
    if (name === 'version') continue;
    const section = Object.entries(settingsSections).find(([known]) => known === name)?.[1];
    if (!section && name !== 'mcpServers') problems.push(`${name} is no setting and is ignored.`);
    else if (!isRecord(value)) problems.push(`${name} must be an object and is ignored.`);
    else saved[name] = section ? readSection(name, section, value) : readServers(value);
  }
  return { saved, problems };

  function readSection(name: string, section: z.ZodObject, values: Record<string, unknown>) {
    const fields = bareFields(section);
    const good: Record<string, unknown> = {};
    for (const [field, value] of Object.entries(values)) {
      const schema = Object.hasOwn(fields, field) ? fields[field] : undefined;
      if (!schema) {
        problems.push(`${name}.${field} is no setting and is ignored.`);
        continue;
      }
      const result = schema.safeParse(value);
      if (result.success) {
        good[field] = result.data;
      } else if (schema instanceof z.ZodArray && Array.isArray(value)) {
        const { element } = schema as z.ZodArray;
        good[field] = value.filter((item) => z.safeParse(element, item).success);
        problems.push(
          `${name}.${field}: ${messageOf(result.error)}. Its bad entries are left out.`,
        );
      } else {
        const fallback = (defaults as Record<string, Record<string, unknown>>)[name]?.[field];
        problems.push(
          `${name}.${field}: ${messageOf(result.error)}. ` +
            `The default (${JSON.stringify(fallback) ?? 'unset'}) is used.`,
        );
      }
    }
    return good;
  }

  function readServers(values: Record<string, unknown>): Settings['mcpServers'] {
    const entries = Object.entries(values).flatMap(([name, value]) => {
      const key = mcpServers.keyType.safeParse(name);
      const server = mcpServer.safeParse(value);
      if (key.success && server.success) return [[name, server.data] as const];
      const error = key.error ?? server.error;
      problems.push(`mcpServers.${name}: ${error ? messageOf(error) : ''}. It is left out.`);
      return [];
    });
    return Object.fromEntries(entries);
  }
}

/**
 * The first settings with the others laid over, field by field. An undefined field goes back to its
 * default; MCP servers are replaced as a whole.
 */
export function overlay(...layers: readonly SettingsPatch[]): SettingsPatch {
  const result: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [name, values] of Object.entries(layer)) {
      if (values === undefined) continue;
      const below = name === 'mcpServers' ? {} : (result[name] as object | undefined);
      const merged = Object.entries({ ...below, ...values }).filter(
        ([, value]) => value !== undefined,
      );
      result[name] = Object.fromEntries(merged);
    }
  }
  return result;
}

function messageOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? issue.message : 'is invalid';
}
