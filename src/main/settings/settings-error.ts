import type { z } from 'zod';

/** What is wrong with one field, variable or flag. */
export interface SettingsIssue {
  /** Dotted path of a setting, or the name of a variable or flag. */
  path: string;
  message: string;
}

/** Settings were refused: every bad field with its reason. Values of secrets are never in it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly issues: readonly SettingsIssue[];

  constructor(issues: readonly SettingsIssue[], options?: ErrorOptions) {
    super(issues.map(({ path, message }) => `${path}: ${message}`).join('; '), options);
    this.issues = issues;
  }
}

/** The issues of a zod error, the first of each field, their paths under `prefix`. */
export function issuesOf(error: z.ZodError, prefix = ''): SettingsIssue[] {
  const issues = new Map<string, SettingsIssue>();
  for (const issue of error.issues) {
    const path = [...(prefix ? [prefix] : []), ...issue.path].join('.');
    if (!issues.has(path)) issues.set(path, { path, message: issue.message });
  }
  return [...issues.values()];
}
