import { randomInt } from 'node:crypto';
import type {
  ChannelRecords,
  PairedPerson,
  WaitingPairing,
} from '../../store/chats/channel-records.ts';
import type { Person, Target } from '../channel.ts';

/** Letters and digits that nobody mistakes: no 0 O 1 I. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const codeLength = 8;
const lastsMs = 60 * 60_000;
/** On one platform. */
const mostWaiting = 3;
/** Between two answers to the same unknown person, in milliseconds. */
const answeredEveryMs = 60_000;
/** Unknown people whose last answer is remembered. */
const mostRemembered = 10_000;

export interface PairingParts {
  records: ChannelRecords;
  now: () => number;
  /** Told when somebody waits, or no longer does. */
  onChange: () => void;
}

/** Lets unknown people ask to be let in, by a code that is approved where the agent runs. */
export interface Pairing {
  /** What to answer to somebody unknown; undefined: nothing. */
  ask(person: Person, target: Target): Promise<string | undefined>;
  waiting(): Promise<WaitingPairing[]>;
  people(): Promise<PairedPerson[]>;
  /** Lets in who has this code; undefined where nobody has it. */
  approve(code: string): Promise<WaitingPairing | undefined>;
  /** They get no code for the next hour. Undefined where nobody has it. */
  deny(code: string): Promise<WaitingPairing | undefined>;
  /** False where they were not let in by pairing. */
  revoke(platform: string, person: string): Promise<boolean>;
}

export function createPairing({ records, now, onChange }: PairingParts): Pairing {
  /** When somebody was answered last, and until when they are not answered at all. */
  const answered = new Map<string, number>();

  const silentUntil = (key: string, at: number): void => {
    answered.delete(key);
    answered.set(key, at);
    const [oldest] = answered.keys();
    if (answered.size > mostRemembered && oldest !== undefined) answered.delete(oldest);
  };

  return {
    async ask(person, { platform, chat }) {
      const key = `${platform}:${person.id}`;
      if ((answered.get(key) ?? 0) > now()) return undefined;
      silentUntil(key, now() + answeredEveryMs);
      const waiting = (await records.pairings(now())).filter((one) => one.platform === platform);
      const known = waiting.find((one) => one.person === person.id);
      if (known) return words(known.code);
      if (waiting.length >= mostWaiting) return undefined;
      const pairing: WaitingPairing = {
        code: newCode(),
        platform,
        person: person.id,
        name: person.username ? `${person.name} (@${person.username})` : person.name,
        chat,
        askedAt: now(),
        expiresAt: now() + lastsMs,
      };
      await records.keepPairing(pairing);
      onChange();
      return words(pairing.code);
    },
    waiting: () => records.pairings(now()),
    people: () => records.people(),
    async approve(code) {
      const pairing = await records.takePairing(asWritten(code), now());
      if (!pairing) return undefined;
      const { platform, person, name } = pairing;
      await records.pair({ platform, person, name, since: now() });
      onChange();
      return pairing;
    },
    async deny(code) {
      const pairing = await records.takePairing(asWritten(code), now());
      if (!pairing) return undefined;
      silentUntil(`${pairing.platform}:${pairing.person}`, now() + lastsMs);
      onChange();
      return pairing;
    },
    async revoke(platform, person) {
      const revoked = await records.unpair(platform, person);
      if (revoked) onChange();
      return revoked;
    },
  };
}

function newCode(): string {
  return Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** A code as people type it. */
function asWritten(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}

function words(code: string): string {
  return (
    `I do not know you yet. To be let in, give this code to whoever runs me: \`${code}\`\n\n` +
    'It is approved in Hermes Tray, on the page Channels, and holds for an hour.'
  );
}
