import type { Budget } from './budget.ts';
import type { Fitted } from './fitted.ts';

/** A choice with more values than this may have only so many characters in all of them. */
const longChoice = { values: 250, characters: 15_000 };

/**
 * One of several values. Services take texts only, and none that is empty: other values are written
 * as JSON and read back. Undefined where there are more than services take.
 * @param left what the whole tool may still take
 */
export function choiceOf(values: readonly unknown[], left: Budget): Fitted | undefined {
  const labels = new Map<string, unknown>();
  for (const value of values) if (isLabel(value)) labels.set(value, value);
  let plain = true;
  for (const value of values) {
    if (isLabel(value)) continue;
    plain = false;
    const label = JSON.stringify(value);
    if (!labels.has(label)) labels.set(label, value);
  }
  const all = [...labels.keys()];
  const characters = all.reduce((sum, label) => sum + label.length, 0);
  const tooLong = all.length > longChoice.values && characters > longChoice.characters;
  if (tooLong || all.length > left.values || characters > left.characters) return undefined;
  left.values -= all.length;
  left.characters -= characters;
  return {
    schema: { type: 'string', enum: all },
    ...(plain
      ? {}
      : {
          restore: (value) =>
            typeof value === 'string' && labels.has(value) ? labels.get(value) : value,
        }),
  };
}

function isLabel(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** What a choice too long to be sent says about itself. */
export function longChoiceNote(values: readonly unknown[]): string {
  const some = values.slice(0, 10).map((value) => String(JSON.stringify(value)).slice(0, 40));
  return `one of ${values.length} values, such as ${some.join(', ')}`;
}
