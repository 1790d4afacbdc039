import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeAtomically } from '../../../system/files/write-atomically.ts';
import { factSchema, withFacts, type Dialect, type Fact } from './fact.ts';

/** What names one model of one service. */
export interface ServiceId {
  /** Without a slash at its end. */
  baseUrl: string;
  /** The model's id at the service. */
  model: string;
}

/** What was learned of services, each model apart; none of it holds a word of a conversation. */
export interface ServiceMemory {
  /** All that is known of one. */
  dialectOf(service: ServiceId): Dialect;
  /** Adds what an answer has confirmed. */
  learn(service: ServiceId, facts: readonly Fact[]): void;
  /** Forgets all that is known of one model, or of all models of a service. */
  forget(service: Pick<ServiceId, 'baseUrl'> & Partial<ServiceId>): void;
  /** Resolves when all is on disk. */
  flush(): Promise<void>;
}

/** Those used last are kept. */
const mostServices = 200;
const mostFacts = 64;
/** Larger than what is ever written, in bytes. */
const largestFile = 4 * 2 ** 20;

const fileSchema = z.object({
  version: z.literal(1),
  services: z.array(
    z.object({ baseUrl: z.string(), model: z.string(), facts: z.array(z.unknown()) }),
  ),
});

/**
 * What holds only as long as this program runs: a tool may be mended, a server be set up anew, and
 * nobody would know that something of it is still left out.
 */
const passing: ReadonlySet<Fact['kind']> = new Set([
  'leave_out_tool',
  'most_tools',
  'no_streaming',
]);

/**
 * Opens what was learned of services before. A file that cannot be read, or not be understood, is as
 * none: all of it is learned again.
 * @param file its path; undefined: nothing is kept on disk
 * @param warn told when it cannot be written
 */
export function openServiceMemory({
  file,
  warn,
}: {
  file?: string | undefined;
  warn?: (message: string, error: unknown) => void;
} = {}): ServiceMemory {
  // In the order of their last use; the oldest go first.
  const services = new Map<string, Dialect>(file ? readServices(file) : []);
  let writing: Promise<void> = Promise.resolve();
  let waiting = false;

  const save = (): void => {
    if (!file || waiting) return;
    waiting = true;
    writing = writing
      .then(() => {
        waiting = false;
        return writeAtomically(file, textOf(services));
      })
      .catch((error: unknown) =>
        warn?.(`What was learned of model services cannot be kept`, error),
      );
  };
  return {
    dialectOf: (service) => services.get(keyOf(service)) ?? [],
    learn(service, facts) {
      if (facts.length === 0) return;
      const key = keyOf(service);
      const dialect = withFacts(services.get(key) ?? [], facts).slice(-mostFacts);
      services.delete(key);
      services.set(key, dialect);
      for (const oldest of services.keys()) {
        if (services.size <= mostServices) break;
        services.delete(oldest);
      }
      save();
    },
    forget({ baseUrl, model }) {
      const forgotten = [...services.keys()].filter((key) =>
        model === undefined ? key.startsWith(`${baseUrl} `) : key === keyOf({ baseUrl, model }),
      );
      for (const key of forgotten) services.delete(key);
      if (forgotten.length > 0) save();
    },
    async flush() {
      while (waiting) await writing;
      await writing;
    },
  };
}

function keyOf({ baseUrl, model }: ServiceId): string {
  return `${baseUrl} ${model}`;
}

function textOf(services: ReadonlyMap<string, Dialect>): string {
  const kept = [...services].flatMap(([key, dialect]) => {
    const facts = dialect.filter(({ kind }) => !passing.has(kind));
    const space = key.indexOf(' ');
    return facts.length > 0
      ? [{ baseUrl: key.slice(0, space), model: key.slice(space + 1), facts }]
      : [];
  });
  return `${JSON.stringify({ version: 1, services: kept }, undefined, 2)}\n`;
}

function readServices(file: string): [string, Dialect][] {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.length > largestFile) return [];
    const { services } = fileSchema.parse(JSON.parse(text));
    return services.slice(-mostServices).map((service) => {
      // A fact of a newer version means nothing here.
      const facts = service.facts.flatMap((fact) => {
        const { data } = factSchema.safeParse(fact);
        return data ? [data] : [];
      });
      return [keyOf(service), facts.slice(0, mostFacts)];
    });
  } catch {
    // None is there yet, or it is damaged: what stood in it is learned again.
    return [];
  }
}
