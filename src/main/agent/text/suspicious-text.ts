/** What text that enters every prompt must not hold, and how that is called. */
const suspicions: readonly { pattern: RegExp; what: string }[] = [
  {
    // Zero-width and bidirectional controls, tags and other characters that cannot be seen. The
    // joiner within emoji and scripts that need it is left alone.
    pattern:
      /[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u,
    what: 'invisible characters',
  },
  {
    pattern:
      /\b(ignore|disregard|forget|override)\b.{0,30}\b(previous|prior|above|earlier|all|any|your|system)\b.{0,20}\b(instructions?|rules?|prompts?|guidelines?)\b/is,
    what: 'an order to ignore instructions',
  },
  {
    pattern: /\byou are (now|no longer)\b|\bact as (if|though) you (have|had) no\b/i,
    what: 'an order to become something else',
  },
  {
    pattern: /\b(do not|don't|never) (tell|inform|mention (this|it) to|show) the user\b/i,
    what: 'an order to keep something from the user',
  },
  {
    pattern: /<\/?\s*(system|assistant|developer|im_start|im_end)\b[^>]{0,40}>|<\|[a-z_]+\|>/i,
    what: 'the marks of another speaker',
  },
  {
    // Those of prompt.ts that no notes of one's own have.
    pattern:
      /^#+[ \t]*(whom to follow|instructions of the user's program|notes of this project)\b/im,
    what: 'a heading of the system prompt',
  },
  {
    pattern:
      /\b(curl|wget|nc|fetch|Invoke-WebRequest)\b[^\n]{0,200}(\$\{?\w*(KEY|TOKEN|SECRET|PASSWORD)|\.env\b|\.ssh\/|id_(rsa|ed25519))/i,
    what: 'a command that sends keys away',
  },
  {
    pattern:
      /\b(cat|type|less|base64)\b[^\n]{0,100}(\.env\b|\.ssh\/id_|\.netrc|\.aws\/credentials)/i,
    what: 'a command that reads keys',
  },
];

/**
 * What is suspicious about a text that is to stand in the prompts to come, for people and the
 * model: "an order to ignore instructions". Undefined when nothing is.
 */
export function suspicionAbout(text: string): string | undefined {
  return suspicions.find(({ pattern }) => pattern.test(text))?.what;
}
