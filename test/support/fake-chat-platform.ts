import type {
  Limits,
  Outcome,
  OutgoingText,
  SendOptions,
  Target,
  Transport,
} from '../../src/main/channels/channel.ts';

/** One call to the platform. */
export interface FakeCall {
  /** Milliseconds since the epoch. */
  at: number;
  method: 'send' | 'edit' | 'file' | 'typing';
  chat: string;
  text: string;
  ref?: string;
  options?: SendOptions;
  outcome: Outcome['kind'];
}

/** What happens to a call. `done`: it is carried out all the same. */
export interface FakeFault {
  outcome?: Outcome;
  done?: boolean;
  /** How long the answer takes, in milliseconds. */
  ms?: number;
}

const telegramLimits: Limits = {
  finished: 4096,
  preview: 4096,
  edits: true,
  minEditMs: { direct: 1000, group: 3000 },
  chat: { direct: { calls: 3, perMs: 4000 }, group: { calls: 18, perMs: 60_000 } },
  platform: { calls: 28, perMs: 1000 },
  typingMs: 5000,
  nonces: false,
};

/** A platform in memory: its chats as people see them, each call, and faults as they are told to come. */
export interface FakePlatform extends Transport {
  calls: FakeCall[];
  /** What stands in a chat, in order. */
  screen(chat?: string): string[];
  /** Decides about each call; undefined: it is carried out. */
  fault: (call: Omit<FakeCall, 'outcome'>) => FakeFault | undefined;
}

export function fakePlatform(limits: Partial<Limits> = {}): FakePlatform {
  const messages: { ref: string; chat: string; text: string }[] = [];
  const calls: FakeCall[] = [];

  const perform = async (call: Omit<FakeCall, 'outcome'>): Promise<Outcome> => {
    const kept: FakeCall = { ...call, outcome: 'accepted' };
    calls.push(kept);
    const fault = platform.fault(call);
    let outcome: Outcome = { kind: 'accepted', ref: call.ref ?? String(messages.length + 1) };
    if (!fault?.outcome || fault.done) outcome = carryOut(call, outcome);
    if (fault?.outcome) outcome = fault.outcome;
    kept.outcome = outcome.kind;
    if (fault?.ms) await new Promise((resolve) => setTimeout(resolve, fault.ms));
    return outcome;
  };

  const carryOut = (call: Omit<FakeCall, 'outcome'>, accepted: Outcome): Outcome => {
    if (call.method === 'typing') return accepted;
    if (call.method !== 'edit') {
      messages.push({ ref: String(messages.length + 1), chat: call.chat, text: call.text });
      return accepted;
    }
    const message = messages.find(({ ref }) => ref === call.ref);
    if (!message) return { kind: 'gone', what: 'message' };
    if (message.text === call.text) return { kind: 'unchanged' };
    message.text = call.text;
    return accepted;
  };

  const base = (target: Target, text: OutgoingText): Pick<FakeCall, 'at' | 'chat' | 'text'> => ({
    at: Date.now(),
    chat: target.chat,
    text: text.text,
  });
  const platform: FakePlatform = {
    platform: 'telegram',
    limits: { ...telegramLimits, ...limits },
    calls,
    fault: () => undefined,
    screen: (chat = '1') => messages.filter((each) => each.chat === chat).map(({ text }) => text),
    send: (target, text, options) => perform({ ...base(target, text), method: 'send', options }),
    edit: (target, ref, text) => perform({ ...base(target, text), method: 'edit', ref }),
    sendFile: (target, { name, caption }, options) => {
      const text = `[${name}]${caption ? ` ${caption.text}` : ''}`;
      return perform({ ...base(target, { text, format: 'plain' }), method: 'file', options });
    },
    typing: (target) =>
      perform({ ...base(target, { text: '', format: 'plain' }), method: 'typing' }),
  };
  return platform;
}
