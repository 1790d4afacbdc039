const lists =
  /(?:(?:supported|allowed|valid|permitted|accepted|possible|available) (?:values|options|types)\b|must be (?:one of|either|(?=['"`]))|expected one of|input should be|one of)([^.\n]*)/i;

/** The words that a refusal says it would take: "Supported values are: 'low', 'medium', and 'high'." */
export function wordsAllowed(text: string): string[] {
  const list = lists.exec(text)?.[1];
  if (list === undefined) return [];
  const quoted = [...list.matchAll(/['"`]([\w-]{1,40})['"`]/g)].map(([, word]) => word!);
  if (quoted.length > 0) return quoted;
  const plain = list.replace(/^\s*(?:are|is)?\s*:?\s*/i, '').replaceAll(/[[\](){}]/g, '');
  const words = plain.split(/\s*(?:,|\bor\b|\band\b|\|)\s*/).map((word) => word.trim());
  return words.every((word) => /^[\w-]{0,40}$/.test(word)) ? words.filter(Boolean) : [];
}
