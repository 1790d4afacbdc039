/** What one tool's parameters may still take: the limits that OpenAI publishes for schemas, and bounds of our own. */
export interface Budget {
  /** Properties of all objects. */
  properties: number;
  /** Values of all choices. */
  values: number;
  /** Characters of all names of properties and all values of choices. */
  characters: number;
  /** Schemas within schemas, each form of a choice counted. */
  schemas: number;
  /** References that may still be written out: a few that refer to each other grow without bounds. */
  references: number;
}

/** Objects and arrays within each other. */
export const deepest = 10;

/** platform.openai.com/docs/guides/structured-outputs, "Supported schemas". */
export function fullBudget(): Budget {
  return {
    properties: 5_000,
    values: 1_000,
    characters: 120_000,
    schemas: 2_000,
    references: 500,
  };
}
