import { factsOf, type Dialect } from './dialect/fact.ts';

/** How long the first text of a model that nobody knows yet may turn out to be thinking, in milliseconds. */
const firstGlanceMs = 20;

/** Models whose names say that they think; many servers leave the opening of their thinking out. */
const thinkers =
  /(?:^|[^a-z])(?:r1|qwq|think\w*|reason\w*|magistral|marco-o1|glm-z1|minimax-m[12]|exaone-deep)(?:[^a-z]|$)/i;

/** What is known of how one model begins its answers, beside what is kept in its dialect. */
export interface ThinkingHabit {
  /** How long a text may turn out to be thinking whose opening was not sent, in milliseconds. */
  undecidedMs(dialect: Dialect): number;
  /** The model began an answer with its answer, or told its thinking apart. */
  decided(): void;
}

/**
 * Before the first answer of a model nobody knows whether its thinking comes without an opening. It is
 * held back a moment then; that of a model named after its thinking, until it is known.
 */
export function createThinkingHabit(model: string): ThinkingHabit {
  let decided = false;
  const glanceMs = thinkers.test(model) ? Number.POSITIVE_INFINITY : firstGlanceMs;
  return {
    undecidedMs: (dialect) =>
      decided || factsOf(dialect, 'thinks_first').length > 0 ? 0 : glanceMs,
    decided() {
      decided = true;
    },
  };
}
