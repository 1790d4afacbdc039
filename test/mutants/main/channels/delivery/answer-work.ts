import type { MutantTable } from '../../../mutant.ts';

const answers = 'test/unit/channels/delivery/answer.test.ts';
const faults = 'test/unit/channels/delivery/faults.test.ts';

export const mutants: MutantTable = {
  'Channels: exactly one final text': [
    {
      promise: 'a send is in the store before it is made',
      find: "    part.shown = 'perhaps';\n    await this.#save();",
      replace: "    part.shown = 'perhaps';",
      test: faults,
      name: 'one that was being sent is given as perhaps a duplicate',
    },
    {
      promise: 'a send that nobody answered is not repeated at once',
      find: 'if (!editing && !this.#options.transport.limits.nonces) this.#doubt(part);',
      replace: '',
      test: faults,
      name: 'a send is not repeated at once',
    },
    {
      promise: 'a send with a nonce is repeated',
      find: 'if (!editing && !this.#options.transport.limits.nonces) this.#doubt(part);',
      replace: 'if (!editing) this.#doubt(part);',
      test: faults,
      name: 'where a nonce makes a send repeatable',
    },
    {
      promise: 'an answer whose first form was perhaps sent whole says that it may be a duplicate',
      find: "if (outcome.kind === 'unanswered') this.#state.lost.push(written.markup);",
      replace: '',
      test: faults,
      name: 'an answer that was whole in a first form nobody answered for',
    },
    {
      promise: 'a message is sent three times at most',
      find: "part.shown = part.doubts > doubtDelays.length ? 'yes' : 'perhaps';",
      replace: "part.shown = 'perhaps';",
      test: faults,
      name: 'a send is tried three times',
    },
    {
      promise: 'a message that was deleted is written anew',
      find: 'if (part) part.ref = undefined;',
      replace: '',
      test: answers,
      name: 'a message that was deleted is written anew',
    },
  ],
  'Channels: what is seen while it works': [
    {
      promise: 'nobody types while a person is asked',
      find: 'growth.ref !== undefined || this.#asking > 0 ||',
      replace: 'growth.ref !== undefined ||',
      test: answers,
      name: 'shows that somebody types until it grows',
    },
    {
      promise: 'typing has a deadline',
      find: 'if (quiet || notBefore > this.#newsAt + typingPatienceMs) return undefined;',
      replace: 'if (quiet) return undefined;',
      test: answers,
      name: 'shows that somebody types until it grows',
    },
    {
      promise: 'the first part replies, and it alone',
      find: "(settings.replyTo === 'first' && first)",
      replace: "settings.replyTo === 'first'",
      test: answers,
      name: 'is cut while it grows and split at its end',
    },
  ],
};
