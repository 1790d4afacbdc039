import type { MutantTable } from '../../../mutant.ts';

export const mutants: MutantTable = {
  'Channels: pacing': [
    {
      promise: 'nothing more is sent to a chat that was refused until its time is over',
      find: 'else lane.blockedUntil = now + outcome.retryAfterMs;',
      replace: '',
      test: 'test/unit/channels/delivery/faults.test.ts',
      name: 'holds that chat alone until its time is over',
    },
    {
      promise: 'a chat that was refused delays no other',
      find: "if (outcome.scope === 'platform') this.#blockedUntil",
      replace: 'if (outcome.kind) this.#blockedUntil',
      test: 'test/unit/channels/delivery/faults.test.ts',
      name: 'holds that chat alone until its time is over',
    },
    {
      promise: 'all chats together stay within the platform’s budget',
      find: '        this.#window.freeAt(now, reserveOf(platform.calls)),\n',
      replace: '',
      test: 'test/unit/channels/delivery/many-chats.test.ts',
    },
    {
      promise: 'a refused token stops all calls',
      find: "      case 'token refused':\n        this.halt();",
      replace: "      case 'token refused':",
      test: 'test/unit/channels/delivery/answer.test.ts',
      name: 'a refused token stops all calls',
    },
    {
      promise: 'what has no connection is tried with longer and longer waits',
      find: 'lane.failures += 1;',
      replace: '',
      test: 'test/unit/channels/delivery/faults.test.ts',
      name: 'with longer and longer waits',
    },
  ],
};
