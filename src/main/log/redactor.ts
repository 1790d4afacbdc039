import { detached } from '../system/detached.ts';

/** What stands where a secret was. */
export const redacted = '[redacted]';

/** Takes secrets out of what people and files get to see. */
export interface Redactor {
  /** The text with every known secret, and all that looks like one, replaced. */
  redact(text: string): string;
  /** The text with only the known secrets replaced: for what must otherwise stay as it is. */
  redactKnown(text: string): string;
  /** Header values with those of secret headers replaced; the scheme of `Authorization` stays. */
  redactHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string>;
  /**
   * A copy of a JSON value with secrets replaced. Bounded, so that it never holds up the host: long
   * strings, lists and deep nesting are cut, each cut saying what it left out; of a list the last
   * items stay longest, being the newest.
   */
  redactBody(value: unknown): unknown;
  /** The secret values in force now, whatever they look like. */
  setKnown(values: readonly string[]): void;
}

/** Known secrets shorter than this are replaced only where they stand alone, not within words. */
const shortSecret = 8;

/** Text kept by `redactBody` in all and of one string, in characters. */
const maxTotal = 256 * 1024;
const maxString = 32 * 1024;
const maxItems = 500;
const maxDepth = 32;
/** Secrets at the end of a cut text are recognised up to this length, in characters. */
const longestSecret = 4096;

const secretNamePattern =
  /(authorization|cookie|credentials?|passw(or)?d|secret|(api|private|provider|openai|openrouter|nous|custom|brave|tavily|exa)key|(access|auth|bearer|id|refresh|session)token)$/;

/** Each is linear in the length of the text: none can match, fail and start over on the same part. */
const patterns: readonly [RegExp, string][] = [
  // Authorization: Bearer …, wherever it is quoted
  [/\b(Bearer|Basic)\s+(?!\[redacted\])[\w.~+/=-]{6,}/gi, `$1 ${redacted}`],
  // Keys by the prefixes of their issuers
  [/(?<![A-Za-z0-9])(?:sk|pk|rk)-[\w-]{12,}/g, redacted],
  [
    /(?<![A-Za-z0-9])(?:gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|AIza|hf_|gsk_|tvly-|AKIA|BSA)[\w-]{16,}/g,
    redacted,
  ],
  // JSON Web Tokens
  [/(?<![\w.-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, redacted],
  // http://user:password@host
  [/(?<=:\/\/)[^\s/@"'<>]+@/g, `${redacted}@`],
  // ?api_key=… and key: value or "key": "value" in text
  [
    /([?&](?:key|api[-_]?key|token|auth[-_]?token|access[-_]?token|secret|password|sig|signature)=)[^&\s"'#<>]+/gi,
    `$1${redacted}`,
  ],
  [
    /(\b(?:x-api-key|api[-_]?key|access[-_]?token|auth[-_]?token|client[-_]?secret|password)\b["']?\s{0,4}[:=]\s{0,4}["']?)(?!\[redacted\])[^\s"',;}&]+/gi,
    `$1${redacted}`,
  ],
  [
    /(\bauthorization\b["']?\s{0,4}[:=]\s{0,4}["']?)(?!(?:Bearer|Basic)\b|\[redacted\])[^\s"',;}]+/gi,
    `$1${redacted}`,
  ],
  [/(\b(?:set-)?cookie["']?\s{0,4}:\s{0,4})(?!\[redacted\])[^\r\n"']+/gi, `$1${redacted}`],
];

/** A redactor that knows the common patterns of secrets, and the values it is told. */
export function createRedactor(known: readonly string[] = []): Redactor {
  let knownPattern = patternOf(known);

  const redactKnown = (text: string): string =>
    knownPattern ? text.replace(knownPattern, redacted) : text;

  const redact = (text: string): string => {
    let clean = redactKnown(text);
    for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
    return clean;
  };

  const redactHeaders: Redactor['redactHeaders'] = (headers) => {
    const clean: Record<string, string> = {};
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined) continue;
      const text = Array.isArray(value) ? value.join(', ') : value;
      clean[name] = isSecretName(name) ? redactCredentials(text) : redact(text);
    }
    return clean;
  };

  const redactBody = (value: unknown): unknown => {
    let left = maxTotal;

    const cut = (text: string): string => {
      const kept = Math.min(text.length, maxString, left);
      left -= kept;
      if (kept === text.length) return redact(text);
      const note = `… (${(text.length - kept).toLocaleString('en')} more characters)`;
      // A secret cut in two would not be recognised: redact a little more than is kept.
      return detached(redact(text.slice(0, kept + longestSecret)).slice(0, kept) + note);
    };

    const walk = (part: unknown, depth: number): unknown => {
      if (typeof part === 'string') return cut(part);
      if (typeof part !== 'object' || part === null) return part;
      if (depth > maxDepth || left <= 0) return '… (left out)';
      left -= 2;
      if (Array.isArray(part)) return walkList(part, depth);
      const clean: Record<string, unknown> = {};
      for (const [name, inner] of Object.entries(part)) {
        if (left <= 0) break;
        left -= name.length;
        const secret = typeof inner === 'string' && inner !== '' && isSecretName(name);
        define(clean, redact(name), secret ? redactCredentials(inner) : walk(inner, depth + 1));
      }
      return clean;
    };

    const walkList = (list: unknown[], depth: number): unknown[] => {
      const newestFirst: unknown[] = [];
      for (const item of list.slice(-maxItems).reverse()) {
        if (left <= 0) break;
        newestFirst.push(walk(item, depth + 1));
      }
      const missing = list.length - newestFirst.length;
      if (missing > 0) newestFirst.push(`… (${missing.toLocaleString('en')} earlier items)`);
      return newestFirst.reverse();
    };

    return walk(value, 0);
  };

  return {
    redact,
    redactKnown,
    redactHeaders,
    redactBody,
    setKnown(values) {
      knownPattern = patternOf(values);
    },
  };
}

/** Whether a header, field or variable of this name holds a secret: `x-api-key`, `GITHUB_TOKEN`. */
export function isSecretName(name: string): boolean {
  const plain = name.replaceAll(/[-_\s]/g, '').toLowerCase();
  return secretNamePattern.test(plain) || plain === 'token' || /_(TOKEN|KEY|PASS)$/.test(name);
}

/** `Bearer abc` becomes `Bearer [redacted]`; an empty value stays empty, which is worth knowing. */
function redactCredentials(value: string): string {
  const [, scheme, credentials] = /^\s*(?:(Bearer|Basic|Digest|Token)(?:\s+|$))?(.*)$/is.exec(
    value,
  )!;
  const hidden = credentials?.trim() ? redacted : '';
  return [scheme, hidden].filter(Boolean).join(' ');
}

/** Assigns without the magic of `__proto__`. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function patternOf(known: readonly string[]): RegExp | undefined {
  const forms = known.flatMap((value) => [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
  ]);
  const longestFirst = [...new Set(forms)]
    .filter((value) => value !== '')
    .sort((a, b) => b.length - a.length)
    .map((value) => {
      const literal = value.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
      return value.length < shortSecret ? `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])` : literal;
    });
  return longestFirst.length > 0 ? new RegExp(longestFirst.join('|'), 'g') : undefined;
}
