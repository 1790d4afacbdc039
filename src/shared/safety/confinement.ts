/**
 * How the wall around what the agent starts stands. `reason` is whole sentences for people: what
 * holds it, what it lacks and how to mend that, or who switched it off.
 */
export interface ConfinementStatus {
  state: 'on' | 'unavailable' | 'off';
  reason: string;
  /** It is being tried out: nothing is known yet. */
  trying?: true;
}
