/** The form of a rule that "always allow" saves: its name, and what it covers. */
const saved = /^([a-z-]+): (.+)$/s;

/** What an entry of "always allow" covers, for people. */
export function describeAllowed(entry: string): string {
  const [, rule, covers] = saved.exec(entry) ?? [];
  return rule === undefined || covers === undefined
    ? `${entry} — from an earlier version: covers nothing any more`
    : `${covers} — ${rule.replaceAll('-', ' ')}`;
}
