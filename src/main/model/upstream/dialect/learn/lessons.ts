import type { Trouble } from '../../errors/trouble.ts';
import type { Body } from '../body.ts';
import { factsOf, withFacts, type Dialect, type Fact } from '../fact.ts';
import { hasNoResponses } from './learn-api.ts';
import { lessonsOf } from './lessons-of.ts';
import { refusalIn, sameRefusal, type Refusal } from './refusal.ts';

/** Refusals of one request from which something is learned; then it is told. */
const mostLessons = 10;

/**
 * What is learned while one request is made: from each refusal something is guessed and tried. A guess
 * after which the service says the same again is dropped for the next; an answer confirms the others.
 */
export class Lessons {
  #dialect: Dialect;
  /** The guesses that may have helped, in order. */
  #learned: (readonly Fact[])[] = [];
  readonly #useless: Fact[] = [];
  #last: { refusal: Refusal; before: Dialect } | undefined;
  #count = 0;

  readonly #possible: (fact: Fact) => boolean;

  /**
   * @param known what is known of the service
   * @param possible whether something could be done by this fact
   */
  constructor(known: Dialect, possible: (fact: Fact) => boolean) {
    this.#dialect = known;
    this.#possible = possible;
  }

  /** How to ask now. */
  get dialect(): Dialect {
    return this.#dialect;
  }

  /** What has been learned, once the request was answered. */
  confirmed(): readonly Fact[] {
    return this.#learned.flat();
  }

  /**
   * What to try after this; the dialect then says so.
   * @param bodyIn the body as it is sent in a dialect
   * @returns undefined where there is nothing to be learned, or no more
   */
  next(
    trouble: Trouble | undefined,
    bodyIn: (dialect: Dialect) => Body,
  ): readonly Fact[] | undefined {
    let refusal = refusalIn(trouble);
    if (!refusal) return undefined;
    const nowhere = hasNoResponses(refusal, bodyIn(this.#dialect));
    if (nowhere) this.#useless.push({ kind: 'speak', api: 'responses' });
    const sentThere = nowhere && this.#learned.at(-1)?.some(({ kind }) => kind === 'speak');
    if (this.#last && (sentThere || sameRefusal(refusal, this.#last.refusal))) {
      this.#useless.push(...(this.#learned.pop() ?? []));
      this.#dialect = this.#last.before;
      refusal = this.#last.refusal;
    }
    if (this.#count >= mostLessons) return undefined;
    const lesson = lessonsOf(refusal, bodyIn(this.#dialect))
      .map((facts) => facts.map((fact) => merged(fact, this.#dialect)))
      .map((facts) => facts.filter((fact) => this.#isNew(fact) && this.#possible(fact)))
      .find((facts) => facts.length > 0);
    if (!lesson) return undefined;
    this.#count += 1;
    this.#last = { refusal, before: this.#dialect };
    this.#learned.push(lesson);
    this.#dialect = withFacts(this.#dialect, lesson);
    return lesson;
  }

  #isNew(fact: Fact): boolean {
    const text = JSON.stringify(fact);
    return ![...this.#dialect, ...this.#useless].some((known) => JSON.stringify(known) === text);
  }
}

/** A bound beside the other bound that is known of the same field. */
function merged(fact: Fact, dialect: Dialect): Fact {
  if (fact.kind !== 'limit') return fact;
  const known = factsOf(dialect, 'limit').find(({ field }) => field === fact.field);
  return { ...known, ...fact };
}
